package org.kanworkbench.engine.stem;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.stem.KanConvolutions;

/**
 * KAN convolutions over a batch. Images are divided among a fixed number of slices, and the slices' gradients are added
 * in order: results do not depend on the number of threads.
 */
final class KanConvolutionPass implements StemPass {

    private static final int MAX_SLICES = 8;

    private final KanConvolutionWeights weights;
    private final Workers workers;
    private final Slice[] slices;
    private final int inputs;
    private final int features;
    private final float[] output;
    private final Workers.Task forwardSlice = this::forwardSlice;
    private final Workers.Task backwardSlice = this::backwardSlice;

    private int rows;
    private float[] x;
    private float[] gradient;
    private float[] inputGradient;

    KanConvolutionPass(KanConvolutionWeights weights, int maxRows, boolean goesBack, Workers workers) {
        this.weights = weights;
        this.workers = workers;
        inputs = weights.spec.usualInputs();
        features = weights.spec.features(inputs);
        output = new float[maxRows * features];
        slices = new Slice[Math.min(MAX_SLICES, maxRows)];
        for (int c = 0; c < slices.length; c++) {
            slices[c] = new Slice(weights, goesBack);
        }
    }

    @Override
    public void forward(float[] batch, int rowCount) {
        x = batch;
        rows = rowCount;
        workers.run(slices.length, forwardSlice);
    }

    private int first(int slice) {
        return (int) ((long) rows * slice / slices.length);
    }

    private void forwardSlice(int c) {
        for (int b = first(c); b < first(c + 1); b++) {
            float[] image = Arrays.copyOfRange(x, b * inputs, (b + 1) * inputs);
            System.arraycopy(slices[c].forward(image), 0, output, b * features, features);
        }
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public boolean trained() {
        return true;
    }

    @Override
    public float background(float ofInputs) {
        return weights.spec.activation() == Activation.RELU ? 0 : Float.NaN;
    }

    @Override
    public void backward(float[] g, int rowCount, float[] dx) {
        gradient = g;
        inputGradient = dx;
        workers.run(slices.length, backwardSlice);
    }

    private void backwardSlice(int c) {
        Slice slice = slices[c];
        slice.gradients.clear();
        for (int b = first(c); b < first(c + 1); b++) {
            // Once more: what a stage keeps is of its last image.
            slice.forward(Arrays.copyOfRange(x, b * inputs, (b + 1) * inputs));
            float[] d = slice.backward(
                    Arrays.copyOfRange(gradient, b * features, (b + 1) * features), inputGradient != null);
            if (inputGradient != null) {
                System.arraycopy(d, 0, inputGradient, b * inputs, inputs);
            }
        }
    }

    @Override
    public void update(Updater updater) {
        weights.blocks().forEach(block -> update(updater, block));
    }

    private void update(Updater updater, ParameterBlock block) {
        float[] sum = slices[0].gradients.of(block).clone();
        for (int c = 1; c < slices.length; c++) {
            float[] more = slices[c].gradients.of(block);
            for (int n = 0; n < sum.length; n++) {
                sum[n] += more[n];
            }
        }
        updater.update(block, 0, sum, 0, sum.length);
    }

    /** All stages, one image at a time. */
    private static final class Slice {

        private final KanConvolutionStage[] stages;
        private final Updater.Gradients gradients = new Updater.Gradients();

        Slice(KanConvolutionWeights weights, boolean goesBack) {
            KanConvolutions spec = weights.spec;
            stages = new KanConvolutionStage[spec.channels().size()];
            for (int s = 0; s < stages.length; s++) {
                stages[s] = new KanConvolutionStage(
                        weights, s, spec.height() >> s, spec.width() >> s, 1, KanConvolutionStage.POOLED, goesBack);
            }
            if (goesBack) {
                weights.blocks().forEach(gradients::prepare);
            }
        }

        float[] forward(float[] image) {
            float[] plane = image;
            for (KanConvolutionStage stage : stages) {
                plane = stage.forward(plane);
            }
            return plane;
        }

        /** Gradients of the image; null if not wanted. */
        float[] backward(float[] g, boolean wanted) {
            float[] d = g;
            for (int s = stages.length - 1; s >= 0; s--) {
                d = stages[s].backward(d, s > 0 || wanted, gradients);
            }
            return d;
        }
    }
}
