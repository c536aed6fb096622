package org.kanworkbench.app.activations.film;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.plot.ImageSurface;

/** The destination of a film's frames. Used by one background thread at a time. */
public interface Film extends AutoCloseable {

    void add(BufferedImage frame) throws IOException;

    /** Called once, after the last frame. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    /** One animated GIF. */
    static Film gif(Path file, int hundredths) {
        return new AnimatedGif(file, hundredths);
    }

    /** {@code activations-001.png} and so on in a folder, which is made in one that is there. */
    static Film pictures(Path folder) {
        return new Film() {
            private int count;

            @Override
            public void add(BufferedImage frame) throws IOException {
                byte[] png = ImageSurface.png(frame);
                if (Files.notExists(folder)) {
                    Files.createDirectory(folder);
                }
                count++;
                Path file = folder.resolve(String.format(Locale.ROOT, "activations-%03d.png", count));
                AtomicFile.write(file, out -> out.write(png));
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }
}
