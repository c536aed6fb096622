package org.kanworkbench.bench.figures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kanworkbench.files.FolderTree;

/** A temporary folder of a measurement, deleted with its content on closing. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    public static TemporaryFolder create() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("kanworkbench-bench"));
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(path);
    }
}
