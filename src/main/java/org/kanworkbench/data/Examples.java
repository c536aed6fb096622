package org.kanworkbench.data;

import java.util.Arrays;

/** Inputs with one class label per row, from 0 to the number of classes − 1. */
public record Examples(Features features, int[] labels) {

    public Examples {
        if (features.rows() != labels.length) {
            throw new IllegalArgumentException(
                    features.rows() + " rows but " + labels.length + " labels: they must be as many");
        }
    }

    public int size() {
        return labels.length;
    }

    /** Copies the given rows in the given order. */
    public Examples select(int[] rows) {
        return new Examples(
                features.select(rows),
                Arrays.stream(rows).map(row -> labels[row]).toArray());
    }
}
