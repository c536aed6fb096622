package org.kanworkbench.engine;

/** Computes a network's outputs for batches of rows, on any engine. */
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
