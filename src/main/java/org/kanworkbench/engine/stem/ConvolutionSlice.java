package org.kanworkbench.engine.stem;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.Lanes;

/** Some images' way through all stages, with all buffers that it needs: the unit of parallel work. */
final class ConvolutionSlice {

    private static final int TAPS = ConvolutionStage.TAPS;

    private final ConvolutionWeights weights;
    private final ConvolutionStage[] stages;
    private final ConvolutionKernels[] stageKernels;
    private final float background;
    /** A kept row's foreground in every stage's input. */
    private final Foreground[][] foregrounds;
    /** A stage's kernels in the forward layout. */
    private final float[][] kernels;
    /** Rows whose planes are kept for the way back; 0: one plane serves all. */
    private final int kept;
    /** A stage's input planes, one a kept row; the last one is the network's features [cell][channel]. */
    private final float[][] planes;

    private final float[][] selections;
    /** Gradients of one row's planes; the first stage's input has none. */
    private final float[][] planeGradients;

    /** Outputs of one cell that have a gradient, by the pixel that they chose, and their gradients. */
    private final int[] listed;

    private final float[] listedGradients;
    /** Those of pixel q are listed from place q's value up to the next one's. */
    private final int[] ends = new int[5];
    /** [output][cell], of which an output's first {@link #entries} count: where its patches begin, and their gradients. */
    private final int[] places;

    private final float[] d;
    private final int[] entries;

    final float[][] kernelGradients;
    final float[][] biasGradients;

    /** @param background of images; NaN for none */
    ConvolutionSlice(ConvolutionWeights weights, float[][] kernels, float background, int kept) {
        this.weights = weights;
        this.background = background;
        this.kernels = kernels;
        this.kept = kept;
        stages = weights.stages;
        stageKernels = Arrays.stream(stages).map(ConvolutionKernels::new).toArray(ConvolutionKernels[]::new);
        int count = stages.length;
        int rows = Math.max(1, kept);
        planes = new float[count + 1][];
        selections = new float[count][];
        planeGradients = new float[count + 1][];
        kernelGradients = new float[count][];
        biasGradients = new float[count][];
        foregrounds = new Foreground[rows][count];
        for (Foreground[] row : foregrounds) {
            for (int s = 0; s < count; s++) {
                row[s] = new Foreground(stages[s]);
            }
        }
        int mostOutputs = 0;
        int mostEntries = 0;
        for (int s = 0; s < count; s++) {
            ConvolutionStage stage = stages[s];
            mostOutputs = Math.max(mostOutputs, stage.outputDepth());
            mostEntries = Math.max(mostEntries, stage.outputs() * stage.cells());
            planes[s] = new float[rows * stage.planeSize()];
            selections[s] = new float[rows * stage.cells() * stage.outputDepth()];
            planeGradients[s] = kept > 0 && s > 0 ? new float[stage.planeSize()] : null;
            kernelGradients[s] = kept > 0 ? new float[weights.kernels[s].values.length] : null;
            biasGradients[s] = kept > 0 ? new float[stage.outputDepth()] : null;
        }
        ConvolutionStage last = stages[count - 1];
        planes[count] = new float[rows * last.cells() * last.outputDepth()];
        planeGradients[count] = kept > 0 ? new float[last.cells() * last.outputDepth()] : null;
        listed = new int[mostOutputs + Lanes.PADDING];
        listedGradients = new float[mostOutputs + Lanes.PADDING];
        places = new int[kept > 0 ? mostEntries : 0];
        d = new float[places.length];
        entries = new int[mostOutputs];
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
     * @param blanks what every stage gives for an image of background
     * @param output receives features of rows from ≤ b < to, by channel
     */
    void forward(float[] x, int from, int to, Blank[] blanks, float[] output) {
        for (int b = from; b < to; b++) {
            int row = kept > 0 ? b - from : 0;
            copyImage(x, b, planeAt(0, row));
            Foreground[] seen = foregrounds[row];
            seen[0].find(planes[0], planeAt(0, row), background);
            for (int s = 1; s < stages.length; s++) {
                seen[s].follow(seen[s - 1]);
            }
            convolve(row, blanks);
            copyFeatures(planeAt(stages.length, row), output, b);
        }
    }

    /** Makes this slice's first row an image of background, and tells what every stage gives for it. */
    void fillBlank(Blank[] blanks) {
        ConvolutionStage first = stages[0];
        for (int r = 1; r <= first.height(); r++) {
            int at = r * first.rowStride() + 1;
            Arrays.fill(planes[0], at, at + first.width(), Float.isNaN(background) ? 0 : background);
        }
        for (int s = 0; s < stages.length; s++) {
            foregrounds[0][s].setEverywhere();
            blanks[s] = new Blank(planes[s + 1], insideStart(s), selections[s]);
        }
        convolve(0, blanks);
    }

    private void convolve(int row, Blank[] blanks) {
        for (int s = 0; s < stages.length; s++) {
            stageKernels[s].forward(
                    foregrounds[row][s],
                    blanks[s],
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
        Arrays.fill(entries, 0, stage.outputs(), 0);
        for (int cell = 0; cell < stage.cells(); cell++) {
            list(s, row, cell);
            stageKernels[s].cellBackward(
                    listed, listedGradients, ends, weights.kernels[s].values, planeGradients[s], patch(stage, cell, 0));
            for (int q = 0; q < 4; q++) {
                addEntries(s, patch(stage, cell, q), ends[q], ends[q + 1]);
            }
        }
        for (int o = 0; o < stage.outputs(); o++) {
            int from = o * stage.cells();
            stageKernels[s].kernelBackward(
                    places,
                    d,
                    from,
                    from + entries[o],
                    planes[s],
                    planeAt(s, row),
                    kernelGradients[s],
                    o * TAPS * stage.depth());
        }
    }

    private void addEntries(int s, int patch, int from, int to) {
        for (int n = from; n < to; n++) {
            int o = listed[n];
            int at = o * stages[s].cells() + entries[o]++;
            places[at] = patch;
            d[at] = listedGradients[n];
            biasGradients[s][o] += listedGradients[n];
        }
    }

    /** Fills {@link #listed} with the outputs of a cell that have a gradient, by the pixel that they chose. */
    private void list(int s, int row, int cell) {
        ConvolutionStage stage = stages[s];
        int columns = stage.pooledWidth();
        int at = insideStart(s) + cell / columns * insideRow(s) + cell % columns * stage.outputDepth();
        for (int q = 0; q < 4; q++) {
            ends[q + 1] = stageKernels[s].list(
                    planes[s + 1],
                    planeAt(s + 1, row) + at,
                    planeGradients[s + 1],
                    at,
                    selections[s],
                    selectionAt(s, row) + cell * stage.outputDepth(),
                    q,
                    listed,
                    listedGradients,
                    ends[q]);
        }
    }

    /** Where the patch of a cell's pixel begins in the input's plane. */
    private static int patch(ConvolutionStage stage, int cell, int q) {
        int r = 2 * (cell / stage.pooledWidth()) + (q >> 1);
        int c = 2 * (cell % stage.pooledWidth()) + (q & 1);
        return r * stage.rowStride() + c * stage.depth();
    }

    private void firstBackward(int row) {
        int inside = insideStart(0);
        stageKernels[0].firstBackward(
                foregrounds[row][0],
                background,
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
        for (int cell = 0; cell < first.cells(); cell++) {
            list(0, row, cell);
            for (int q = 0; q < 4; q++) {
                int patch = patch(first, cell, q);
                for (int n = ends[q]; n < ends[q + 1]; n++) {
                    for (int tap = 0; tap < TAPS; tap++) {
                        plane[patch + tap / 3 * first.rowStride() + tap % 3] +=
                                listedGradients[n] * weights.kernels[0].values[tap * first.outputDepth() + listed[n]];
                    }
                }
            }
        }
        for (int r = 0; r < first.height(); r++) {
            System.arraycopy(plane, (r + 1) * first.rowStride() + 1, dx, b * pixels + r * first.width(), first.width());
        }
    }
}
