package org.kanworkbench.app.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.work.Frames;

/**
 * Writes when the window can be used and when its data is there, a word a line. For {@code bench --only startup} and the
 * packager, which start the program anew with the property {@value #FILE}.
 */
public final class StartupReport {

    /** The system property that asks for it and names the file, for instance {@code /dev/stdout}. */
    public static final String FILE = "kanworkbench.startup.report";

    /** The system property that, when it is true, closes the window as soon as everything is told. */
    public static final String EXIT = "kanworkbench.startup.exit";

    /** The first frame is on the screen, and the window answers. */
    public static final String USABLE = "usable";

    /** A training could be started. */
    public static final String READY = "ready";

    /** A frame is painted while the next is laid out: when the third begins, the first is on the screen. */
    private static final int FRAMES = 3;

    private final Path file;

    private StartupReport(Path file) {
        this.file = file;
    }

    /** Call on the interface thread when the window has been shown; does nothing unless it was asked for. */
    public static void begin(ObservableValue<?> data) {
        String file = System.getProperty(FILE);
        if (file != null) {
            StartupReport report = new StartupReport(Path.of(file));
            Frames.after(FRAMES, () -> {
                report.tell(USABLE);
                data.subscribe(value -> {
                    if (value != null) {
                        report.tell(READY);
                        if (exits()) {
                            Platform.exit();
                        }
                    }
                });
            });
        }
    }

    /** Whether the window closes as soon as a training could be started: then there is no use in what takes longer. */
    public static boolean exits() {
        return Boolean.getBoolean(EXIT);
    }

    private void tell(String word) {
        try {
            Files.writeString(file, word + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
