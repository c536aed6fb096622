package org.kanworkbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.kanworkbench.data.DataSource;

/** What {@code --data} may name. */
final class DataOption {

    private DataOption() {}

    static DataSource source(Path path) throws CommandFailure {
        if (Files.isDirectory(path)) {
            return new DataSource.IdxFolder(path);
        }
        if (Files.isRegularFile(path)) {
            return new DataSource.CsvFile(path);
        }
        throw CommandFailure.badInput("no data at " + path + ": name a folder with four IDX files, or a CSV file");
    }
}
