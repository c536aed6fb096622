package org.kanworkbench.noise.target;

import java.util.SplittableRandom;

/** Random orders of rows. */
public final class RowOrder {

    private RowOrder() {}

    /** 0 up to {@code rows}, shuffled (Fisher and Yates, inside out). */
    public static int[] shuffled(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
