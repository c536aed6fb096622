package org.kanworkbench.engine;

import java.util.Arrays;

/** Some images' way through all stages, with all buffers that it needs: the unit of parallel work. */
final class ConvolutionSlice {

    private static final int TAPS = ConvolutionStage.TAPS;

    private final ConvolutionWeights weights;
    private final ConvolutionStage[] stages;
    /** A stage's kernels in the forward layout. */
    private final float[][] kernels;
    /** Rows whose planes are kept for the way back; 0: one plane serves all. */
    private final int kept;
    /** A stage's input planes, one a kept row; the last one is the network's features [cell][channel]. */
    private final float[][] planes;

    private final float[][] selections;
    /** Gradients of one row's planes; the first stage's input has none. */
    private final float[][] planeGradients;

    private final int[] places;
    private final float[] d;

    final float[][] kernelGradients;
    final float[][] biasGradients;

    ConvolutionSlice(ConvolutionWeights weights, float[][] kernels, int kept) {
        this.weights = weights;
        this.kernels = kernels;
        this.kept = kept;
        stages = weights.stages;
        int count = stages.length;
        int rows = Math.max(1, kept);
        planes = new float[count + 1][];
        selections = new float[count][];
        planeGradients = new float[count + 1][];
        kernelGradients = new float[count][];
        biasGradients = new float[count][];
        int mostCells = 0;
        for (int s = 0; s < count; s++) {
            ConvolutionStage stage = stages[s];
            mostCells = Math.max(mostCells, stage.cells());
            planes[s] = new float[rows * stage.planeSize()];
            selections[s] = new float[rows * stage.cells() * stage.outputDepth()];
            planeGradients[s] = kept > 0 && s > 0 ? new float[stage.planeSize()] : null;
            kernelGradients[s] = kept > 0 ? new float[weights.kernels[s].values.length] : null;
            biasGradients[s] = kept > 0 ? new float[stage.outputDepth()] : null;
        }
        ConvolutionStage last = stages[count - 1];
        planes[count] = new float[rows * last.cells() * last.outputDepth()];
        planeGradients[count] = kept > 0 ? new float[last.cells() * last.outputDepth()] : null;
        places = new int[mostCells];
        d = new float[mostCells];
    }

    /** Where stage s writes: places of the next plane's inside. The plane after the last stage has no border. */
    private int insideStart(int s) {
        return bordered(s) ? stages[s + 1].rowStride() + stages[s + 1].depth() : 0;
    }

    private int insideRow(int s) {
        return bordered(s) ? stages[s + 1].rowStride() : stages[s].pooledWidth() * stages[s].outputDepth();
    }

    private boolean bordered(int s) {
        return s + 1 < stages.length;
    }

    private int planeSize(int s) {
        return s < stages.length ? stages[s].planeSize() : stages[s - 1].cells() * stages[s - 1].outputDepth();
    }

    private int planeAt(int s, int row) {
        return kept > 0 ? row * planeSize(s) : 0;
    }

    private int selectionAt(int s, int row) {
        return kept > 0 ? row * stages[s].cells() * stages[s].outputDepth() : 0;
    }

    /**
     * @param x the batch, rows × pixels
     * @param output receives features of rows from ≤ b < to, by channel
     */
    void forward(float[] x, int from, int to, float[] output) {
        for (int b = from; b < to; b++) {
            int row = b - from;
            copyImage(x, b, planeAt(0, row));
            for (int s = 0; s < stages.length; s++) {
                ConvolutionKernels.forward(
                        stages[s],
                        planes[s],
                        planeAt(s, row),
                        kernels[s],
                        weights.biases[s].values,
                        planes[s + 1],
                        planeAt(s + 1, row) + insideStart(s),
                        insideRow(s),
                        stages[s].outputDepth(),
                        selections[s],
                        selectionAt(s, row));
            }
            copyFeatures(planeAt(stages.length, row), output, b);
        }
    }

    private void copyImage(float[] x, int b, int at) {
        ConvolutionStage first = stages[0];
        for (int r = 0; r < first.height(); r++) {
            int from = (b * first.height() + r) * first.width();
            System.arraycopy(x, from, planes[0], at + (r + 1) * first.rowStride() + 1, first.width());
        }
    }

    private void copyFeatures(int at, float[] output, int b) {
        ConvolutionStage last = stages[stages.length - 1];
        float[] features = planes[stages.length];
        int cells = last.cells();
        int to = b * cells * last.outputs();
        for (int p = 0; p < cells; p++) {
            int from = at + p * last.outputDepth();
            for (int o = 0; o < last.outputs(); o++) {
                output[to + o * cells + p] = features[from + o];
            }
        }
    }

    /**
     * Gradients of kernels and biases, summed over the slice's rows.
     *
     * @param g rows × features, gradients of the output
     * @param dx receives gradients of the pixels; null when nobody asks
     */
    void backward(float[] g, int from, int to, float[] dx) {
        for (int s = 0; s < stages.length; s++) {
            Arrays.fill(kernelGradients[s], 0);
            Arrays.fill(biasGradients[s], 0);
        }
        int last = stages.length - 1;
        for (int b = from; b < to; b++) {
            int row = b - from;
            takeFeatureGradients(g, b);
            for (int s = last; s > 0; s--) {
                laterBackward(s, row);
            }
            firstBackward(row);
            if (dx != null) {
                pixelGradients(row, dx, b);
            }
        }
    }

    private void takeFeatureGradients(float[] g, int b) {
        ConvolutionStage last = stages[stages.length - 1];
        float[] to = planeGradients[stages.length];
        int cells = last.cells();
        int at = b * cells * last.outputs();
        for (int o = 0; o < last.outputs(); o++) {
            for (int p = 0; p < cells; p++) {
                to[p * last.outputDepth() + o] = g[at + o * cells + p];
            }
        }
    }

    private void laterBackward(int s, int row) {
        ConvolutionStage stage = stages[s];
        Arrays.fill(planeGradients[s], 0);
        for (int o = 0; o < stage.outputs(); o++) {
            int count = gatherEntries(s, row, o);
            float sum = 0;
            for (int n = 0; n < count; n++) {
                sum += d[n];
            }
            biasGradients[s][o] += sum;
            ConvolutionKernels.channelBackward(
                    stage,
                    places,
                    d,
                    count,
                    planes[s],
                    planeAt(s, row),
                    weights.kernels[s].values,
                    o * TAPS * stage.depth(),
                    kernelGradients[s],
                    planeGradients[s]);
        }
    }

    /** The cells of one output that have a gradient: what it is, and where the patch of the largest sum begins. */
    private int gatherEntries(int s, int row, int o) {
        ConvolutionStage stage = stages[s];
        float[] pooled = planes[s + 1];
        float[] g = planeGradients[s + 1];
        float[] selection = selections[s];
        int depth = stage.outputDepth();
        int planeAt = planeAt(s + 1, row);
        int select = selectionAt(s, row) + o;
        int n = 0;
        for (int r = 0; r < stage.pooledHeight(); r++) {
            int at = insideStart(s) + r * insideRow(s) + o;
            int patch = 2 * r * stage.rowStride();
            for (int c = 0; c < stage.pooledWidth(); c++) {
                int which = (int) selection[select];
                places[n] = patch + (which >> 1) * stage.rowStride() + (which & 1) * stage.depth();
                d[n] = g[at];
                n += pooled[planeAt + at] > 0 ? 1 : 0;
                at += depth;
                select += depth;
                patch += 2 * stage.depth();
            }
        }
        return n;
    }

    private void firstBackward(int row) {
        int inside = insideStart(0);
        ConvolutionKernels.firstBackward(
                stages[0],
                planes[0],
                planeAt(0, row),
                planes[1],
                planeAt(1, row) + inside,
                planeGradients[1],
                inside,
                insideRow(0),
                stages[0].outputDepth(),
                selections[0],
                selectionAt(0, row),
                kernelGradients[0],
                biasGradients[0]);
    }

    /** Rarely asked for, so plain. */
    private void pixelGradients(int row, float[] dx, int b) {
        ConvolutionStage first = stages[0];
        int pixels = first.height() * first.width();
        float[] plane = new float[first.planeSize()];
        for (int o = 0; o < first.outputs(); o++) {
            int count = gatherEntries(0, row, o);
            for (int n = 0; n < count; n++) {
                for (int tap = 0; tap < TAPS; tap++) {
                    plane[places[n] + tap / 3 * first.rowStride() + tap % 3] +=
                            d[n] * weights.kernels[0].values[tap * first.outputDepth() + o];
                }
            }
        }
        for (int r = 0; r < first.height(); r++) {
            System.arraycopy(plane, (r + 1) * first.rowStride() + 1, dx, b * pixels + r * first.width(), first.width());
        }
    }
}
