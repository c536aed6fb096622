package org.kanworkbench.engine;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Random inputs of which as many are background as MNIST's pixels are. */
final class SparseImages {

    static final float BACKGROUND = 0;
    private static final double BACKGROUND_SHARE = 0.81;

    private SparseImages() {}

    /** rows × inputs, row-major, in [0, 1]. */
    static float[] random(int rows, int inputs, RandomGenerator random) {
        float[] x = new float[rows * inputs];
        Arrays.fill(x, BACKGROUND);
        for (int i = 0; i < x.length; i++) {
            if (random.nextDouble() >= BACKGROUND_SHARE) {
                x[i] = random.nextFloat();
            }
        }
        return x;
    }
}
