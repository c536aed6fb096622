package org.kanworkbench.app.train;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;

/** A small part of MNIST, and what ends a run that a test of the Train pane leaves. */
abstract class SmallMnistPane {

    @TempDir
    static Path small;

    @TempDir
    Path folder;

    TrainWindow window;

    @BeforeAll
    static void writeSmallMnist() throws DataException, IOException {
        SmallMnist.write(small);
    }

    @AfterEach
    void endTheRun() {
        window.endTheRun();
    }
}
