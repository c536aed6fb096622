package org.kanworkbench.data.source;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.SeedMixer;

/**
 * The points of a toy set. Positions and noise have separate random streams, so that more noise moves every point
 * further along the same line, and more rows leave the first ones unchanged.
 */
final class ToyPoints {

    private static final int TRAIN_STREAM = 0;
    private static final int TEST_STREAM = 1;

    /** A fifth of all points are test points, as for tables. */
    private static final int TRAIN_TO_TEST = 4;

    private ToyPoints() {}

    static Dataset dataset(DataSource.Toy toy) {
        List<String> classes = IntStream.range(0, toy.shape().classes())
                .mapToObj(c -> String.valueOf((char) ('A' + c)))
                .toList();
        int testRows = Math.max(classes.size(), toy.rows() / TRAIN_TO_TEST);
        return new Dataset(
                toy.shape().label(),
                examples(toy, toy.rows(), TRAIN_STREAM),
                examples(toy, testRows, TEST_STREAM),
                Optional.empty(),
                classes);
    }

    /** Classes alternate. */
    private static Examples examples(DataSource.Toy toy, int rows, int stream) {
        SplittableRandom places = new SplittableRandom(SeedMixer.mix(toy.seed(), 2L * stream));
        SplittableRandom noise = new SplittableRandom(SeedMixer.mix(toy.seed(), 2L * stream + 1));
        float[] values = new float[2 * rows];
        int[] labels = new int[rows];
        double[] point = new double[2];
        for (int row = 0; row < rows; row++) {
            labels[row] = row % toy.shape().classes();
            toy.shape().place(labels[row], places, point);
            values[2 * row] = (float) (point[0] + toy.noise() * noise.nextGaussian());
            values[2 * row + 1] = (float) (point[1] + toy.noise() * noise.nextGaussian());
        }
        return new Examples(new FloatFeatures(values, 2), labels);
    }
}
