package org.kanworkbench.data;

import java.nio.file.Path;

/** Four IDX files under MNIST's names. */
final class MnistFiles {

    private MnistFiles() {}

    static Dataset bundled() throws DataException {
        throw new UnsupportedOperationException();
    }

    static Dataset folder(Path folder) throws DataException {
        throw new UnsupportedOperationException();
    }
}
