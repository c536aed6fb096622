package org.kanworkbench.data;

import java.util.Arrays;

/** Inputs with one class label per row, 0 up to the data set's number of classes. */
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

    /** A copy of some rows, in the order given. */
    public Examples select(int[] rows) {
        return new Examples(
                features.select(rows),
                Arrays.stream(rows).map(row -> labels[row]).toArray());
    }
}
