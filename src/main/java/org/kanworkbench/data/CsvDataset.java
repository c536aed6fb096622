package org.kanworkbench.data;

import java.nio.file.Path;

/** A labelled table in a CSV file. */
final class CsvDataset {

    private CsvDataset() {}

    static Dataset read(Path file) throws DataException {
        throw new UnsupportedOperationException();
    }
}
