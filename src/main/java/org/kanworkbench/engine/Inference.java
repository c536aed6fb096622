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

    /** The index of the largest of some values, from 0; the first of several. */
    static int largest(float[] values, int from, int count) {
        int largest = 0;
        for (int n = 1; n < count; n++) {
            if (values[from + n] > values[from + largest]) {
                largest = n;
            }
        }
        return largest;
    }

    /**
     * Probabilities of a row's classes.
     *
     * @param logits read from {@code from} on
     * @param probabilities written from {@code to} on
     */
    static void softmax(float[] logits, int from, float[] probabilities, int to, int classes) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, logits[from + c]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[from + c] - largest);
        }
        for (int c = 0; c < classes; c++) {
            probabilities[to + c] = (float) (Math.exp(logits[from + c] - largest) / sum);
        }
    }
}
