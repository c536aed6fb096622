package org.kanworkbench.app.train;

import java.io.IOException;
import java.nio.file.Path;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.IdxFiles;

/** A small part of MNIST as IDX files: 640 pictures to train on, 200 to test on. */
final class SmallMnist {

    private static final int TRAIN = 640;
    private static final int TEST = 200;

    private SmallMnist() {}

    static void write(Path folder) throws DataException, IOException {
        Dataset mnist = new DataSource.Mnist().load();
        write(folder, mnist.train(), TRAIN, "train");
        write(folder, mnist.test(), TEST, "t10k");
    }

    private static void write(Path folder, Examples examples, int count, String prefix) throws IOException {
        float[] row = new float[examples.features().width()];
        byte[][] pictures = new byte[count][row.length];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            examples.features().copyRow(i, row, 0);
            for (int p = 0; p < row.length; p++) {
                pictures[i][p] = (byte) Math.round((row[p] + 1) / 2 * 255);
            }
            labels[i] = (byte) examples.labels()[i];
        }
        IdxFiles.write(folder, prefix, pictures, labels);
    }
}
