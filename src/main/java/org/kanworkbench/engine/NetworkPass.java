package org.kanworkbench.engine;

import java.util.List;

/** A stack of layer passes over one batch. */
final class NetworkPass {

    /** What a pass is for, and so what it may leave out or keep. */
    enum Purpose {
        TRAINING,
        /** Inference with weights that change between calls. */
        LIVE,
        /** Inference with weights that never change. */
        FROZEN
    }

    private final LayerPass[] layers;
    /** Gradients of every layer's inputs but the first's, [row][width of the layer below]. */
    private final float[][] inputGradients;

    private final int inputs;

    NetworkPass(Network network, int maxRows, float background, Purpose purpose, Workers workers) {
        List<LayerWeights> weights = network.layers();
        layers = new LayerPass[weights.size()];
        inputGradients = new float[weights.size()][];
        inputs = network.spec().inputs();
        for (int l = 0; l < layers.length; l++) {
            boolean trainedBelow = l > 0 && purpose == Purpose.TRAINING;
            layers[l] = new LayerPass(
                    weights.get(l),
                    maxRows,
                    l == 0 ? background : Float.NaN,
                    trainedBelow,
                    purpose == Purpose.FROZEN,
                    workers);
            inputGradients[l] = trainedBelow ? new float[maxRows * layers[l - 1].width()] : null;
        }
    }

    LayerPass[] layers() {
        return layers;
    }

    LayerPass last() {
        return layers[layers.length - 1];
    }

    /** @param seed of this step's dropout */
    void forward(float[] x, int rows, boolean training, long seed) {
        float[] input = x;
        int stride = inputs;
        for (int l = 0; l < layers.length; l++) {
            layers[l].forward(input, stride, rows, training, Dropout.mix(seed + l));
            input = layers[l].output();
            stride = layers[l].width();
        }
    }

    /** Gradients of all sums, last layer first; no weight changes. */
    void backward(float[] outputGradient) {
        float[] gradient = outputGradient;
        for (int l = layers.length - 1; l >= 0; l--) {
            layers[l].backward(gradient);
            if (l > 0) {
                layers[l].inputGradient(inputGradients[l]);
                gradient = inputGradients[l];
            }
        }
    }
}
