package org.kanworkbench.engine;

import org.kanworkbench.engine.kernel.CodedRows;

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

    /** Whether inputs may be these codes, or others of the same values. */
    default boolean takes(CodedRows x) {
        return false;
    }

    /** The same for inputs as codes, if it {@link #takes} them. */
    default void predict(CodedRows x, int rows, float[] logits) {
        throw new UnsupportedOperationException("inputs as codes");
    }
}
