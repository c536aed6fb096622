package org.kanworkbench.engine.stem;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.workers.Workers;

/**
 * Convolutions over a batch. Images are dealt to a fixed number of slices, and the slices' gradients are added in their
 * order, so that what comes out does not depend on how many threads share them.
 */
final class ConvolutionPass implements StemPass {

    private static final int MAX_SLICES = 8;

    private final ConvolutionWeights weights;
    private final Workers workers;
    private final boolean frozen;
    private final ConvolutionSlice[] slices;
    private final ConvolutionSlice blankImage;
    private final Blank[] blanks;
    private final float[][] laidOut;
    private final float[] output;
    private final float[][] kernelGradients;
    private final float[][] biasGradients;
    private final Workers.Task forwardSlice = this::forwardSlice;
    private final Workers.Task backwardSlice = this::backwardSlice;

    private boolean laidOutOnce;
    private int rows;
    private float[] x;
    private float[] gradient;
    private float[] inputGradient;

    /** @param background of images; NaN for none */
    ConvolutionPass(
            ConvolutionWeights weights,
            int maxRows,
            float background,
            boolean goesBack,
            boolean frozen,
            Workers workers) {
        this.weights = weights;
        this.workers = workers;
        this.frozen = frozen;
        int stages = weights.stages.length;
        laidOut = new float[stages][];
        blanks = new Blank[stages];
        kernelGradients = new float[stages][];
        biasGradients = new float[stages][];
        for (int s = 0; s < stages; s++) {
            ConvolutionStage stage = weights.stages[s];
            laidOut[s] = new float[ConvolutionStage.TAPS * stage.depth() * stage.outputDepth()];
            kernelGradients[s] = new float[weights.kernels[s].values.length];
            biasGradients[s] = new float[stage.outputDepth()];
        }
        int inputs = weights.spec.height() * weights.spec.width();
        output = new float[maxRows * weights.spec.features(inputs)];
        slices = new ConvolutionSlice[Math.min(MAX_SLICES, maxRows)];
        blankImage = new ConvolutionSlice(weights, laidOut, background, 0);
        int rowsOfSlice = Math.ceilDiv(maxRows, slices.length);
        for (int c = 0; c < slices.length; c++) {
            slices[c] = new ConvolutionSlice(weights, laidOut, background, goesBack ? rowsOfSlice : 0);
        }
    }

    @Override
    public void forward(float[] batch, int rowCount) {
        x = batch;
        rows = rowCount;
        if (!(frozen && laidOutOnce)) {
            for (int s = 0; s < laidOut.length; s++) {
                weights.layOut(s, laidOut[s]);
            }
            blankImage.fillBlank(blanks);
            laidOutOnce = true;
        }
        workers.run(slices.length, forwardSlice);
    }

    private int first(int slice) {
        return (int) ((long) rows * slice / slices.length);
    }

    private void forwardSlice(int c) {
        slices[c].forward(x, first(c), first(c + 1), blanks, output);
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public boolean trained() {
        return true;
    }

    /** ReLU leaves many zeros. */
    @Override
    public float background(float ofInputs) {
        return 0;
    }

    @Override
    public void backward(float[] g, int rowCount, float[] dx) {
        gradient = g;
        inputGradient = dx;
        workers.run(slices.length, backwardSlice);
    }

    private void backwardSlice(int c) {
        slices[c].backward(gradient, first(c), first(c + 1), inputGradient);
    }

    @Override
    public void update(Updater updater) {
        for (int s = 0; s < weights.stages.length; s++) {
            Arrays.fill(kernelGradients[s], 0);
            Arrays.fill(biasGradients[s], 0);
            for (ConvolutionSlice slice : slices) {
                add(slice.kernelGradients[s], kernelGradients[s]);
                add(slice.biasGradients[s], biasGradients[s]);
            }
            updater.update(weights.kernels[s], 0, kernelGradients[s], 0, kernelGradients[s].length);
            updater.update(weights.biases[s], 0, biasGradients[s], 0, biasGradients[s].length);
        }
    }

    private static void add(float[] from, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += from[j];
        }
    }
}
