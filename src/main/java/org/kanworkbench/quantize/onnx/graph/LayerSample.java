package org.kanworkbench.quantize.onnx.graph;

/**
 * Evenly spaced ones of a layer's inputs, row by row.
 *
 * @param inputs values
 * @param normalized as many of the normalised ones, where only the basis sees them; elsewhere the same
 * @param all number of values that they were taken from
 */
record LayerSample(float[] inputs, float[] normalized, long all) {

    /** The place of the n-th value among all. */
    static long place(int n, int sampled, long all) {
        return n * all / sampled;
    }

    /** Which of the layer's inputs the n-th value is of. */
    int input(int n, int width) {
        return (int) (place(n, inputs.length, all) % width);
    }
}
