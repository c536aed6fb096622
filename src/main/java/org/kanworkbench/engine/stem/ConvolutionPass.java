package org.kanworkbench.engine.stem;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.layer.LayerRows;
import org.kanworkbench.engine.workers.Workers;

/** Convolutions over a batch. */
final class ConvolutionPass extends SlicedPass {

    private final ConvolutionWeights weights;
    private final ConvolutionSlice[] parts;
    private final ConvolutionSlice blankImage;
    private final Blank[] blanks;
    private final float[][] laidOut;
    private final float[][] kernelGradients;
    private final float[][] biasGradients;

    /** @param background of images; NaN for none */
    ConvolutionPass(
            ConvolutionWeights weights,
            int maxRows,
            float background,
            boolean goesBack,
            boolean frozen,
            Workers workers) {
        super(maxRows, weights.spec.features(weights.spec.height() * weights.spec.width()), frozen, workers);
        this.weights = weights;
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
        blankImage = new ConvolutionSlice(weights, laidOut, background, 0);
        parts = new ConvolutionSlice[slices];
        for (int c = 0; c < slices; c++) {
            parts[c] = new ConvolutionSlice(weights, laidOut, background, goesBack ? rowsOfSlice : 0);
        }
    }

    @Override
    void layOut() {
        for (int s = 0; s < laidOut.length; s++) {
            weights.layOut(s, laidOut[s]);
        }
        blankImage.fillBlank(blanks);
    }

    @Override
    void forwardSlice(int c) {
        parts[c].forward(x, first(c), first(c + 1), blanks, output);
    }

    /** ReLU outputs are often 0. */
    @Override
    public float background(float ofInputs) {
        return 0;
    }

    @Override
    void backwardSlice(int c) {
        parts[c].backward(gradient, first(c), first(c + 1), inputGradient);
    }

    @Override
    public void update(Updater updater) {
        for (int s = 0; s < weights.stages.length; s++) {
            Arrays.fill(kernelGradients[s], 0);
            Arrays.fill(biasGradients[s], 0);
            for (ConvolutionSlice slice : parts) {
                LayerRows.add(slice.kernelGradients[s], kernelGradients[s]);
                LayerRows.add(slice.biasGradients[s], biasGradients[s]);
            }
            updater.update(weights.kernels[s], 0, kernelGradients[s], 0, kernelGradients[s].length);
            updater.update(weights.biases[s], 0, biasGradients[s], 0, biasGradients[s].length);
        }
    }
}
