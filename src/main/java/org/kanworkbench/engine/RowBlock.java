package org.kanworkbench.engine;

import org.kanworkbench.engine.layer.FeatureSlice;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.layer.LayerRows;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;

/**
 * Consecutive rows of a batch, from the first layer's sums through all other layers to the loss and back, where rows do
 * not depend on each other: one task in place of the several that whole layers would be, with nothing in between that a
 * single thread does. How a batch is divided depends on its size and the first layer's alone.
 */
final class RowBlock {

    /** Outputs of the first layer that are worth a block. */
    private static final int VALUES_PER_BLOCK = 2048;

    private static final int MAX_BLOCKS = 8;
    private static final Workers ALONE = new Workers(1);

    private final int first;
    private final int most;
    private final LayerRows firstLayer;
    private final LayerPass[] later;
    /** Gradients of the later layers' inputs. */
    private final float[][] gradients;

    private final LossHead head;

    /** @param frozen whether weights never change between calls */
    private RowBlock(NetworkPass pass, int first, int most, boolean training, boolean frozen) {
        this.first = first;
        this.most = most;
        LayerPass[] layers = pass.layers();
        firstLayer = layers[0].rows(first, most);
        later = new LayerPass[layers.length - 1];
        gradients = new float[later.length][];
        for (int l = 0; l < later.length; l++) {
            later[l] = new LayerPass(layers[l + 1].weights(), most, Float.NaN, training, frozen, ALONE);
            gradients[l] = training ? new float[most * layers[l].width()] : null;
        }
        head = training
                ? new LossHead(pass.last().weights().spec.outputs(), pass.last().width(), most)
                : null;
    }

    /** The blocks of a pass; none if its rows depend on each other or are too few. */
    static RowBlock[] of(NetworkPass pass, Recipe recipe) {
        LayerPass[] layers = pass.layers();
        boolean apart = layers.length > 1
                && recipe.loss() == Loss.CROSS_ENTROPY
                && !recipe.sparsity().active()
                && !recipe.optimizer().kind().fullBatch();
        for (int l = 0; l < layers.length; l++) {
            apart &= independent(layers[l].weights().spec, l == 0);
        }
        RowBlock[] blocks = apart ? divide(pass, recipe.batch(), true, false) : new RowBlock[0];
        if (blocks.length == 0) {
            return blocks;
        }
        layers[0].updateBy(blocks[0].firstLayer);
        for (int l = 0; l < layers.length - 1; l++) {
            for (int k = 1; k < blocks.length; k++) {
                blocks[0].later[l].join(blocks[k].later[l]);
            }
        }
        return blocks;
    }

    /** The same for inference. */
    static RowBlock[] ofInference(NetworkPass pass, int maxRows, boolean frozen) {
        LayerPass[] layers = pass.layers();
        boolean apart = layers.length > 1;
        for (int l = 1; l < layers.length; l++) {
            LayerSpec spec = layers[l].weights().spec;
            apart &=
                    spec.scaling() != InputScaling.BATCH_MIN_MAX || spec.basis().terms() == 0;
        }
        return apart ? divide(pass, maxRows, false, frozen) : new RowBlock[0];
    }

    private static RowBlock[] divide(NetworkPass pass, int rows, boolean training, boolean frozen) {
        int count = Math.min(MAX_BLOCKS, rows * pass.layers()[0].width() / VALUES_PER_BLOCK);
        if (count < 2) {
            return new RowBlock[0];
        }
        int most = Math.ceilDiv(rows, count);
        RowBlock[] blocks = new RowBlock[count];
        for (int k = 0; k < count; k++) {
            blocks[k] = new RowBlock(pass, k * most, most, training, frozen);
        }
        return blocks;
    }

    private static boolean independent(LayerSpec layer, boolean first) {
        InputScaling scaling = layer.scaling();
        boolean together = scaling == InputScaling.BATCH_MIN_MAX || scaling == InputScaling.RUNNING_MIN_MAX;
        return layer.normalization() != Normalization.BATCH
                && layer.dropout() == 0
                && (first || layer.basis().terms() == 0 || !together)
                && (first || !layer.learnsBelowEdges());
    }

    /** The layers whose weights are updated from all blocks' gradients, after {@link #gather}. */
    static LayerPass[] updated(RowBlock[] blocks, LayerPass firstLayer) {
        LayerPass[] layers = new LayerPass[blocks[0].later.length + 1];
        layers[0] = firstLayer;
        System.arraycopy(blocks[0].later, 0, layers, 1, layers.length - 1);
        return layers;
    }

    /**
     * Forward and backward.
     *
     * @param slices of the first layer, with its sums
     * @param rows of the whole batch
     * @param labels likewise
     */
    void run(FeatureSlice[] slices, int rows, int[] labels, double smoothing) {
        int own = own(rows);
        float[] x = forward(slices, own, true);
        head.crossEntropy(x, labels, first, own, rows, smoothing);
        float[] g = head.gradient;
        for (int l = later.length - 1; l >= 0; l--) {
            later[l].backward(g);
            later[l].inputGradient(gradients[l]);
            g = gradients[l];
        }
        firstLayer.backward(g);
    }

    private int own(int rows) {
        return Math.clamp(rows - first, 0, most);
    }

    private float[] forward(FeatureSlice[] slices, int own, boolean training) {
        firstLayer.forward(slices, own, training, 0);
        float[] x = firstLayer.output();
        int width = x.length / most;
        for (LayerPass layer : later) {
            layer.forward(x, width, own, training, 0);
            x = layer.output();
            width = layer.width();
        }
        return x;
    }

    /**
     * Forward alone.
     *
     * @param to receives the network's outputs, those of this block's rows
     */
    void predict(FeatureSlice[] slices, int rows, int outputs, float[] to) {
        int own = own(rows);
        float[] y = forward(slices, own, false);
        int width = y.length / most;
        for (int b = 0; b < own; b++) {
            System.arraycopy(y, b * width, to, (first + b) * outputs, outputs);
        }
    }

    /** Adds up what updates need of all blocks, and their losses. */
    static void gather(RowBlock[] blocks, LossHead total) {
        total.reset();
        for (int k = 0; k < blocks.length; k++) {
            total.absorb(blocks[k].head);
            if (k > 0) {
                blocks[0].firstLayer.absorb(blocks[k].firstLayer);
                for (int l = 0; l < blocks[0].later.length; l++) {
                    blocks[0].later[l].absorb(blocks[k].later[l]);
                }
            }
        }
    }

    /** Whether all outputs of a layer are finite. */
    static boolean outputsFinite(RowBlock[] blocks, int layer) {
        boolean finite = true;
        for (RowBlock block : blocks) {
            finite &= block.rows(layer).outputsFinite();
        }
        return finite;
    }

    private LayerRows rows(int layer) {
        return layer == 0 ? firstLayer : later[layer - 1].whole();
    }

    /** Whether all gradients of a layer's sums are finite. */
    static boolean finite(RowBlock[] blocks, int layer) {
        boolean finite = true;
        for (RowBlock block : blocks) {
            finite &= block.rows(layer).finite();
        }
        return finite;
    }

    /** @param to receives the network's outputs of all rows, rows × outputs */
    static void copyOutputs(RowBlock[] blocks, int rows, int outputs, float[] to) {
        for (RowBlock block : blocks) {
            LayerPass last = block.later[block.later.length - 1];
            for (int b = block.first; b < Math.min(rows, block.first + block.most); b++) {
                System.arraycopy(last.output(), (b - block.first) * last.width(), to, b * outputs, outputs);
            }
        }
    }
}
