package org.kanworkbench.training.loop;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Preset;

/**
 * Has the code of a run compiled while its data are read: steps of a throw-away network on invented images, on a thread
 * of its own. Until vector kernels are compiled, a step takes many times as long.
 */
public final class WarmUp implements AutoCloseable {

    private static final int INPUTS = 28 * 28;
    private static final int CLASSES = 10;
    /** Values of {@link ByteFeatures#pixels}. */
    private static final float BLACK = -1;

    private volatile boolean over;

    private WarmUp() {}

    /** One that does nothing. */
    public static WarmUp none() {
        return new WarmUp();
    }

    /** Begins, on a machine with a core for it. */
    public static WarmUp of(Preset preset) {
        WarmUp warmUp = new WarmUp();
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp.run(preset));
        }
        return warmUp;
    }

    private void run(Preset preset) {
        SplittableRandom random = new SplittableRandom(0);
        int rows = preset.recipe().batch();
        byte[] bytes = new byte[rows * INPUTS + CodedRows.PADDING];
        for (int j = 0; j < rows * INPUTS; j++) {
            bytes[j] = (byte) (random.nextInt(5) > 0 ? 0 : random.nextInt(CodedRows.VALUES));
        }
        ByteFeatures images = ByteFeatures.pixels(Arrays.copyOf(bytes, rows * INPUTS), INPUTS);
        CodedRows codes = new CodedRows(bytes, images.values());
        float[] x = images.sample(rows);
        int[] labels = random.ints(rows, 0, CLASSES).toArray();
        try (Workers alone = new Workers(1)) {
            TrainingStep step = new TrainingStep(
                    Network.initialize(preset.network(INPUTS, CLASSES), 0),
                    preset.recipe(),
                    OptionalDouble.of(BLACK),
                    alone,
                    0);
            while (!over) {
                if (step.takesCodes()) {
                    step.step(codes, labels, null, rows, 0);
                } else {
                    step.step(x, labels, null, rows, 0);
                }
            }
        } catch (NonFiniteException e) {
            // Of a throw-away network; what is compiled by now is compiled.
            over = true;
        }
    }

    /** Ends it with the step that it is at. */
    @Override
    public void close() {
        over = true;
    }
}
