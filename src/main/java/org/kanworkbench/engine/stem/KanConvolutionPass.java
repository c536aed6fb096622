package org.kanworkbench.engine.stem;

import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.layer.LayerRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;

/** KAN convolutions over a batch. */
final class KanConvolutionPass extends SlicedPass {

    private final KanConvolutionWeights weights;
    private final boolean goesBack;
    private final KanConvolutionStage[] stages;
    private final Slice[] parts;
    private final int inputs;
    private final int features;

    KanConvolutionPass(KanConvolutionWeights weights, int maxRows, boolean goesBack, boolean frozen, Workers workers) {
        super(maxRows, weights.spec.features(weights.spec.usualInputs()), frozen, workers);
        this.weights = weights;
        this.goesBack = goesBack;
        inputs = weights.spec.usualInputs();
        features = weights.spec.features(inputs);
        stages = new KanConvolutionStage[weights.kernels.size()];
        for (int s = 0; s < stages.length; s++) {
            stages[s] = new KanConvolutionStage(
                    weights, s, weights.spec.height() >> s, weights.spec.width() >> s, 1, KanConvolutionStage.POOLED);
        }
        parts = new Slice[slices];
        for (int c = 0; c < slices; c++) {
            parts[c] = new Slice(stages, goesBack ? rowsOfSlice : 0);
        }
    }

    @Override
    void layOut() {
        for (KanConvolutionStage stage : stages) {
            stage.layOut(goesBack);
        }
    }

    @Override
    void forwardSlice(int c) {
        for (int b = first(c); b < first(c + 1); b++) {
            parts[c].forward(goesBack ? b - first(c) : 0, x, b * inputs, output, b * features);
        }
    }

    @Override
    public float background(float ofInputs) {
        return weights.spec.activation() == Activation.RELU ? 0 : Float.NaN;
    }

    @Override
    void backwardSlice(int c) {
        parts[c].clearGradients();
        for (int b = first(c); b < first(c + 1); b++) {
            parts[c].backward(b - first(c), gradient, b * features, inputGradient, b * inputs);
        }
        parts[c].collectGradients();
    }

    @Override
    public void update(Updater updater) {
        for (int s = 0; s < stages.length; s++) {
            update(updater, s, stages[s].weights.edges);
            update(updater, s, stages[s].weights.bias);
            update(updater, s, stages[s].weights.basisValues);
            update(updater, s, stages[s].slope);
        }
    }

    private void update(Updater updater, int stage, ParameterBlock block) {
        if (block == null) {
            return;
        }
        float[] sum = parts[0].stages[stage].gradients(block);
        for (int c = 1; c < slices; c++) {
            LayerRows.add(parts[c].stages[stage].gradients(block), sum);
        }
        updater.update(block, 0, sum, 0, block.values.length);
    }

    /** Some images' way through all stages. */
    private static final class Slice {

        private final KanConvolutionSlice[] stages;
        /** By stage, its outputs for one image, and their gradients; the last one's are the network's. */
        private final float[][] between;

        private final float[][] gradients;

        Slice(KanConvolutionStage[] all, int kept) {
            stages = new KanConvolutionSlice[all.length];
            between = new float[all.length][];
            gradients = new float[all.length][];
            for (int s = 0; s < all.length; s++) {
                stages[s] = new KanConvolutionSlice(all[s], kept);
                between[s] = new float[all[s].outputs * all[s].cells()];
                gradients[s] = new float[between[s].length];
            }
        }

        void forward(int image, float[] x, int xAt, float[] out, int outAt) {
            int last = stages.length - 1;
            for (int s = 0; s <= last; s++) {
                stages[s].forward(
                        s == 0 ? x : between[s - 1],
                        s == 0 ? xAt : 0,
                        image,
                        s == last ? out : between[s],
                        s == last ? outAt : 0);
            }
        }

        void clearGradients() {
            for (KanConvolutionSlice stage : stages) {
                stage.clearGradients();
            }
        }

        void collectGradients() {
            for (KanConvolutionSlice stage : stages) {
                stage.collectGradients();
            }
        }

        void backward(int image, float[] g, int gAt, float[] dx, int dxAt) {
            int last = stages.length - 1;
            for (int s = last; s >= 0; s--) {
                stages[s].backward(
                        s == last ? g : gradients[s],
                        s == last ? gAt : 0,
                        image,
                        s == 0 ? dx : gradients[s - 1],
                        s == 0 ? dxAt : 0);
            }
        }
    }
}
