package org.kanworkbench.engine;

/** What answers batches of rows, whatever computes it. */
@FunctionalInterface
public interface Inference {

    /**
     * Outputs of a batch, before any softmax.
     *
     * @param x rows × inputs, row-major
     * @param logits receives rows × outputs, row-major
     */
    void predict(float[] x, int rows, float[] logits);
}
