package org.kanworkbench.engine.kernel;

import java.util.Arrays;

/** Accumulates a layer's sums over some rows, one expanded input at a time. Not thread-safe. */
public final class OutputSums {

    private final int rows;
    private final int outputs;
    /** [row][width] */
    private final float[] sums;

    private final EdgeKernels kernels;
    private final float[] phi;
    private final float[] perOutput;

    /** Sets all sums to 0. */
    public OutputSums(int rows, int outputs) {
        this.rows = rows;
        this.outputs = outputs;
        int width = Lanes.padded(outputs);
        sums = new float[rows * width];
        int[] places = new int[rows];
        Arrays.setAll(places, row -> row);
        phi = new float[rows];
        kernels = new EdgeKernels(phi, rows, places, places, width);
        perOutput = new float[width];
    }

    /**
     * sums[row][o] += phi[at + row]·weights[o].
     *
     * @param weights one per output
     */
    public void add(float[] phi, int at, float[] weights) {
        System.arraycopy(phi, at, this.phi, 0, rows);
        System.arraycopy(weights, 0, perOutput, 0, outputs);
        kernels.forward(1, 0, rows, perOutput, 0, sums);
    }

    /**
     * products[o] = Σ_row phi[at + row]·sums[row][o].
     *
     * @param products receives one per output
     */
    public void products(float[] phi, int at, float[] products) {
        System.arraycopy(phi, at, this.phi, 0, rows);
        Arrays.fill(perOutput, 0);
        kernels.gradient(1, 0, rows, sums, perOutput, 0, perOutput, 0);
        System.arraycopy(perOutput, 0, products, 0, outputs);
    }
}
