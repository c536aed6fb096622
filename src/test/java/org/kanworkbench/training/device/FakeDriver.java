package org.kanworkbench.training.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A script in the place of {@code nvidia-smi}: the one thing that a machine without a GPU cannot have. */
public final class FakeDriver {

    private static final String EXECUTABLE = "rwxr-xr-x";

    private FakeDriver() {}

    /** Writes {@code nvidia-smi} into a folder; the script answers with its standard output. */
    public static Path write(Path folder, String script) {
        try {
            Path file = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(EXECUTABLE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
