package org.kanworkbench.data;

/** Inputs with one class label a row, 0 up to the data set's number of classes. */
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
}
