package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.workers.Workers;

/**
 * Convolutions over a batch. Images are divided among a fixed number of slices, and the slices' gradients are added in
 * order: results do not depend on the number of threads.
 */
abstract class SlicedPass implements StemPass {

    private static final int MAX_SLICES = 8;

    final float[] output;
    final int slices;

    /** The most images of a slice. */
    final int rowsOfSlice;

    private final boolean frozen;
    private final Workers workers;
    private final Workers.Task forwardSlice = this::forwardSlice;
    private final Workers.Task backwardSlice = this::backwardSlice;

    float[] x;
    float[] gradient;
    float[] inputGradient;
    private boolean laidOutOnce;
    private int rows;

    /** @param features of an image after the last stage */
    SlicedPass(int maxRows, int features, boolean frozen, Workers workers) {
        this.frozen = frozen;
        this.workers = workers;
        output = new float[maxRows * features];
        slices = Math.min(MAX_SLICES, maxRows);
        rowsOfSlice = Math.ceilDiv(maxRows, slices);
    }

    /** Lays the weights out as the kernels read them. */
    abstract void layOut();

    abstract void forwardSlice(int c);

    abstract void backwardSlice(int c);

    @Override
    public final void forward(float[] batch, int rowCount) {
        x = batch;
        rows = rowCount;
        if (!(frozen && laidOutOnce)) {
            layOut();
            laidOutOnce = true;
        }
        workers.run(slices, forwardSlice);
    }

    @Override
    public final void backward(float[] g, int rowCount, float[] dx) {
        gradient = g;
        inputGradient = dx;
        workers.run(slices, backwardSlice);
    }

    /** The first image of a slice. */
    final int first(int slice) {
        return (int) ((long) rows * slice / slices);
    }

    @Override
    public final float[] output() {
        return output;
    }

    @Override
    public final boolean trained() {
        return true;
    }
}
