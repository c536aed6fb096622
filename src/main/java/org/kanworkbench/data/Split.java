package org.kanworkbench.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Row indices of two parts of a table, each ascending. */
public record Split(int[] train, int[] test) {

    /**
     * Draws a stratified split with {@code testRows} test rows. It walks through the rows class by class, shuffled
     * within each, and takes one whenever the proportion so far requires it.
     */
    public static Split stratified(int[] labels, int classes, int testRows, long seed) {
        int[] order = byClass(labels, classes, new SplittableRandom(seed));
        int[] train = new int[order.length - testRows];
        int[] test = new int[testRows];
        int tested = 0;
        for (int i = 0; i < order.length; i++) {
            long due = ((i + 1L) * testRows + order.length / 2) / order.length;
            if (tested < due) {
                test[tested++] = order[i];
            } else {
                train[i - tested] = order[i];
            }
        }
        Arrays.sort(train);
        Arrays.sort(test);
        return new Split(train, test);
    }

    /** Draws a split of {@code rows} rows without regard to their classes. */
    public static Split random(int rows, int testRows, long seed) {
        return stratified(new int[rows], 1, testRows, seed);
    }

    private static int[] byClass(int[] labels, int classes, SplittableRandom random) {
        int[] next = new int[classes + 1];
        for (int label : labels) {
            next[label + 1]++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        int[] order = new int[labels.length];
        int[] filled = Arrays.copyOf(next, classes);
        for (int row = 0; row < labels.length; row++) {
            order[filled[labels[row]]++] = row;
        }
        for (int label = 0; label < classes; label++) {
            for (int i = filled[label] - 1; i > next[label]; i--) {
                int other = random.nextInt(next[label], i + 1);
                int row = order[i];
                order[i] = order[other];
                order[other] = row;
            }
        }
        return order;
    }
}
