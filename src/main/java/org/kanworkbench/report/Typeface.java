package org.kanworkbench.report;

import com.formdev.flatlaf.fonts.roboto.FlatRobotoFont;
import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import org.kanworkbench.files.JarFiles;

/**
 * The typeface of pictures. Java reads it from a file: what is given to it as a stream it copies to the temporary folder,
 * and leaves there when the process ends meanwhile.
 */
public final class Typeface {

    private static final String FILE = "com/formdev/flatlaf/fonts/roboto/Roboto-Regular.ttf";

    private Typeface() {}

    private static final class Held {
        private static final Font FONT = read();
    }

    /** Of one pixel; a typeface of the system where the data folder takes no file. */
    public static Font font() {
        return Held.FONT;
    }

    private static Font read() {
        try {
            return Font.createFont(
                    Font.TRUETYPE_FONT,
                    JarFiles.unpacked(FlatRobotoFont.class, FILE).toFile());
        } catch (FontFormatException e) {
            throw new IllegalStateException("the typeface on the class path is damaged", e);
        } catch (IOException _) {
            return new Font(Font.SANS_SERIF, Font.PLAIN, 1);
        }
    }
}
