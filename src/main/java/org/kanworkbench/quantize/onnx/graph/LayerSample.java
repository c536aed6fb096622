package org.kanworkbench.quantize.onnx.graph;

/**
 * Evenly spaced ones of a layer's inputs, row by row.
 *
 * @param inputs values
 * @param normalized as many of the normalised ones, where only the basis sees them; elsewhere the same
 * @param all number of values that they were taken from
 */
record LayerSample(float[] inputs, float[] normalized, int all) {

    /** The place of the n-th value among all. */
    static int place(int n, int sampled, int all) {
        return (int) ((long) n * all / sampled);
    }

    /** Which of the layer's inputs the n-th value is of. */
    int input(int n, int width) {
        return place(n, inputs.length, all) % width;
    }
}
