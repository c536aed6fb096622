package org.kanworkbench.engine;

import org.kanworkbench.engine.layer.FeatureSlice;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.layer.LayerPass.Below;
import org.kanworkbench.engine.layer.LayerRows;
import org.kanworkbench.engine.workers.Workers;

/** Consecutive rows of a batch, from the first layer's sums through all other layers to the loss and back, a step a layer. */
final class RowBlock {

    private static final Workers ALONE = new Workers(1);

    private final int first;
    private final int most;
    private final LayerRows firstLayer;
    private final LayerPass[] later;
    /** Gradients of the later layers' inputs. */
    private final float[][] gradients;

    private final LossHead head;
    /** Of the newest layer's outputs. */
    private float[] gradient;

    /** @param frozen whether weights never change between calls */
    RowBlock(NetworkPass pass, int first, int most, boolean training, boolean frozen) {
        this.first = first;
        this.most = most;
        LayerPass[] layers = pass.layers();
        firstLayer = layers[0].rows(first, most);
        later = new LayerPass[layers.length - 1];
        gradients = new float[later.length][];
        for (int l = 0; l < later.length; l++) {
            later[l] = new LayerPass(
                    layers[l + 1].weights(), most, Float.NaN, training ? Below.INPUTS : Below.NOTHING, frozen, ALONE);
            gradients[l] = training ? new float[most * layers[l].width()] : null;
        }
        head = training
                ? new LossHead(pass.last().weights().spec.outputs(), pass.last().width(), most)
                : null;
    }

    LayerRows firstLayer() {
        return firstLayer;
    }

    /** All layers but the first. */
    LayerPass[] later() {
        return later;
    }

    LossHead head() {
        return head;
    }

    /** What a layer does with these rows. */
    LayerRows rows(int layer) {
        return layer == 0 ? firstLayer : later[layer - 1].whole();
    }

    /**
     * Takes steps of the forward pass, one a layer, which observe the next layer's inputs, and of the backward pass after
     * it; the last layer has one for both.
     *
     * @param slices of the first layer, with its sums
     * @param rows of the whole batch
     * @param labels likewise; null for inference
     */
    void run(int from, int to, FeatureSlice[] slices, int rows, int[] labels, double smoothing) {
        int own = Math.clamp(rows - first, 0, most);
        boolean training = labels != null;
        for (int step = from; step < to; step++) {
            if (step > later.length) {
                int below = 2 * later.length - step;
                later[below].endInputGradient(gradients[below]);
                gradient = gradients[below];
                backward(below);
                continue;
            }
            if (step == 0) {
                firstLayer.forward(slices, own, training, 0);
            } else {
                later[step - 1].forward();
            }
            if (step < later.length) {
                float[] x = rows(step).output();
                later[step].observe(x, x.length / most, own, training);
            } else if (training) {
                head.crossEntropy(rows(step).output(), labels, first, own, rows, smoothing);
                gradient = head.gradient;
                backward(step);
            }
        }
    }

    private void backward(int layer) {
        rows(layer).backward(gradient);
        if (layer > 0) {
            later[layer - 1].beginInputGradient();
        }
    }

    /** @param to receives the network's outputs, those of this block's rows */
    void copyOutputs(int rows, int outputs, float[] to) {
        LayerPass last = later[later.length - 1];
        for (int b = first; b < Math.min(rows, first + most); b++) {
            System.arraycopy(last.output(), (b - first) * last.width(), to, b * outputs, outputs);
        }
    }
}
