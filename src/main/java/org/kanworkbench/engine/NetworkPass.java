package org.kanworkbench.engine;

import java.util.List;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.layer.Dropout;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.layer.LayerPass.Below;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.engine.stem.StemPass;
import org.kanworkbench.engine.workers.Workers;

/** The forward and backward pass of a stem and a stack of layers over one batch. */
final class NetworkPass {

    /** The purpose of a pass, which decides what it computes and retains. */
    enum Purpose {
        TRAINING,
        /** Inference with weights that change between calls. */
        LIVE,
        /** Inference with weights that never change. */
        FROZEN,
        /** Gradients of the network's own inputs. */
        INPUT_GRADIENTS;

        private boolean goesBack() {
            return this == TRAINING || this == INPUT_GRADIENTS;
        }
    }

    private final StemPass stem;
    private final LayerPass[] layers;
    /** Gradients of every layer's inputs, [row][width of the layer below]; null where not needed. */
    private final float[][] inputGradients;

    private final int features;
    private final int maxRows;

    NetworkPass(Network network, int maxRows, float background, Purpose purpose, Workers workers) {
        this.maxRows = maxRows;
        List<LayerWeights> weights = network.layers();
        layers = new LayerPass[weights.size()];
        inputGradients = new float[weights.size()][];
        stem = network.stem().pass(maxRows, background, purpose.goesBack(), purpose == Purpose.FROZEN, workers);
        features = network.spec().layers().getFirst().inputs();
        for (int l = 0; l < layers.length; l++) {
            boolean wantedBelow =
                    purpose == Purpose.INPUT_GRADIENTS || purpose == Purpose.TRAINING && (l > 0 || stem.trained());
            boolean own = purpose == Purpose.TRAINING && weights.get(l).spec.learnsBelowEdges();
            layers[l] = new LayerPass(
                    weights.get(l),
                    maxRows,
                    l == 0 && !wantedBelow ? stem.background(background) : Float.NaN,
                    wantedBelow ? Below.INPUTS : own ? Below.VALUES : Below.NOTHING,
                    purpose == Purpose.FROZEN,
                    workers);
            int below = l > 0 ? layers[l - 1].width() : features;
            inputGradients[l] = wantedBelow ? new float[maxRows * below] : null;
        }
    }

    StemPass stem() {
        return stem;
    }

    LayerPass[] layers() {
        return layers;
    }

    LayerPass last() {
        return layers[layers.length - 1];
    }

    /** @param to receives the last layer's outputs, rows × outputs */
    void copyOutputs(int rows, float[] to) {
        int outputs = last().weights().spec.outputs();
        for (int b = 0; b < rows; b++) {
            System.arraycopy(last().output(), b * last().width(), to, b * outputs, outputs);
        }
    }

    /**
     * Throws IllegalArgumentException for more than the maximum number of rows.
     *
     * @param seed of this step's dropout masks
     */
    void forward(float[] x, int rows, boolean training, long seed) {
        if (rows > maxRows) {
            throw new IllegalArgumentException(rows + " rows are more than " + maxRows);
        }
        stem.forward(x, rows);
        layers[0].forward(stem.output(), features, rows, training, Dropout.mix(seed));
        laterLayers(rows, training, seed);
    }

    /** Whether inputs may be codes whose values include the background. */
    boolean takesCodes() {
        return stem.passesOn() && layers[0].takesCodes();
    }

    /** The same for inputs as codes; see {@link #takesCodes}. */
    void forward(CodedRows x, int rows, boolean training, long seed) {
        layers[0].forward(x, rows, training, Dropout.mix(seed));
        laterLayers(rows, training, seed);
    }

    /** The first layer's sums alone. */
    void sum(float[] x, int rows, boolean training) {
        stem.forward(x, rows);
        layers[0].sum(stem.output(), features, rows, training);
    }

    /** The same for inputs as codes. */
    void sum(CodedRows x, int rows, boolean training) {
        layers[0].sum(x, rows, training);
    }

    /** The rest of a backward pass after the first layer's gradients of its sums. */
    void backwardBelow(int rows) {
        if (layers[0].below() != Below.NOTHING) {
            layers[0].inputGradient(inputGradients[0]);
        }
        if (stem.trained()) {
            stem.backward(inputGradients[0], rows, null);
        }
    }

    private void laterLayers(int rows, boolean training, long seed) {
        for (int l = 1; l < layers.length; l++) {
            layers[l].forward(layers[l - 1].output(), layers[l - 1].width(), rows, training, Dropout.mix(seed + l));
        }
    }

    /** Computes gradients of all layer sums, last layer first, without updating weights. */
    void backward(float[] outputGradient, int rows) {
        backward(outputGradient, rows, null);
    }

    /**
     * The same, and optionally gradients of the network's inputs.
     *
     * @param outputGradient [row][width of the last layer], overwritten
     * @param dx receives rows × inputs; null if not needed
     */
    void backward(float[] outputGradient, int rows, float[] dx) {
        float[] gradient = outputGradient;
        for (int l = layers.length - 1; l >= 0; l--) {
            layers[l].backward(gradient);
            if (layers[l].below() != Below.NOTHING) {
                layers[l].inputGradient(inputGradients[l]);
                gradient = inputGradients[l];
            }
        }
        if (dx != null || stem.trained()) {
            stem.backward(gradient, rows, dx);
        }
    }
}
