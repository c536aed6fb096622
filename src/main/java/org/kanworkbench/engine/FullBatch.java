package org.kanworkbench.engine;

/** All training samples, batch by batch, in the same order every time. */
public interface FullBatch {

    /** Begins anew with the first batch. */
    void restart();

    /** Advances to the next batch and returns its number of rows, 0 after the last one. */
    int next();

    /** Rows × inputs of the current batch, row-major. */
    float[] x();

    /** The class of every row. */
    int[] labels();

    /** Rows × outputs, row-major, to fit by squared error; null for classes. */
    default float[] numbers() {
        return null;
    }
}
