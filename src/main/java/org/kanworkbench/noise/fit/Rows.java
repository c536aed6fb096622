package org.kanworkbench.noise.fit;

import java.util.Arrays;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.target.RowOrder;

/**
 * The rows of one fit. Each source of randomness has its own stream, independent of contender and noise level:
 * contenders have the same rows, and fits at different levels differ only in the level.
 *
 * @param training every training row, with noise
 * @param fitting the training part of the train/validation split
 * @param validation the validation part
 * @param test inputs as the model sees them, clean outputs
 */
public record Rows(Points training, Points fitting, Points validation, Points test) {

    private static final int PLACES = 0;
    private static final int NOISE = 1;
    private static final int SPLIT = 2;
    private static final int TEST_NOISE = 3;

    public static Rows of(PointSource source, Noise noise, int rows, long seed, double validationShare) {
        if (rows < 4 || rows > source.mostRows()) {
            throw new IllegalArgumentException(
                    "training samples are " + rows + ": choose 4 to " + source.mostRows() + " for this target");
        }
        Points training =
                noise.train(source.training(rows, SeedMixer.mix(seed, PLACES)), source, SeedMixer.mix(seed, NOISE));
        int heldOut = Math.clamp(Math.round(validationShare * rows), 1, rows - 2);
        int[] order = RowOrder.shuffled(rows, SeedMixer.mix(seed, SPLIT));
        return new Rows(
                training,
                training.select(Arrays.copyOfRange(order, heldOut, rows)),
                training.select(Arrays.copyOf(order, heldOut)),
                noise.test(source.test(), source, SeedMixer.mix(seed, TEST_NOISE)));
    }
}
