package org.kanworkbench.quantize.onnx.graph;

/**
 * Evenly spread ones of a layer's inputs, row by row, one of each stretch of as many: at even steps, which the width may
 * divide, they would be of the same inputs in every row.
 *
 * @param inputs values
 * @param normalized as many of the normalised ones, where only the basis sees them; elsewhere the same
 * @param all number of values that they were taken from
 */
record LayerSample(float[] inputs, float[] normalized, long all) {

    /** 2^64 over the golden ratio, whose multiples are spread evenly. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** The place of the n-th value among all; later ones of later values. */
    static long place(int n, int sampled, long all) {
        long first = n * all / sampled;
        return first + (n * SPREAD >>> 33) % ((n + 1) * all / sampled - first);
    }

    /** Which of the layer's inputs the n-th value is of. */
    int input(int n, int width) {
        return (int) (place(n, inputs.length, all) % width);
    }
}
