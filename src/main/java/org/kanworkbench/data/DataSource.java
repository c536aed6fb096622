package org.kanworkbench.data;

import java.nio.file.Path;

/** Where a data set comes from; what a configuration file remembers of it. */
public sealed interface DataSource {

    /** Reads the data set. */
    Dataset load() throws DataException;

    /** The MNIST files that come with the workbench. */
    record Mnist() implements DataSource {
        @Override
        public Dataset load() throws DataException {
            return MnistFiles.bundled();
        }
    }

    /** A folder with four IDX files under MNIST's names, plain or gzipped. */
    record IdxFolder(Path folder) implements DataSource {
        @Override
        public Dataset load() throws DataException {
            return MnistFiles.folder(folder);
        }
    }

    /** A CSV file with a header, numeric columns and the class in the last one. */
    record CsvFile(Path file) implements DataSource {
        @Override
        public Dataset load() throws DataException {
            return CsvDataset.read(file);
        }
    }
}
