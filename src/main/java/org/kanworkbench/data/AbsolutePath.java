package org.kanworkbench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's path for what is to be known again from any folder: the same however the file was named. */
public final class AbsolutePath {

    private AbsolutePath() {}

    /** Without {@code .} and {@code ..}, unless another file would be named so, behind a link. */
    public static Path of(Path path) {
        Path absolute = path.toAbsolutePath();
        Path plain = absolute.normalize();
        try {
            return Files.isSameFile(absolute, plain) ? plain : absolute;
        } catch (IOException _) {
            return absolute;
        }
    }
}
