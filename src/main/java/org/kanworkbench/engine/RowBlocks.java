package org.kanworkbench.engine;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;

/**
 * A batch in blocks of consecutive rows: one task in place of the several that whole layers would be, with nothing in
 * between that a single thread does. Where a later layer scales its inputs by the range of the whole batch, blocks wait for
 * each other, forward and back. How a batch is divided depends on its size and the first layer's alone.
 */
final class RowBlocks {

    /** Outputs of the first layer that are worth a block. */
    private static final int VALUES_PER_BLOCK = 2048;

    private static final int MAX_BLOCKS = 8;

    private final NetworkPass pass;
    private final Workers workers;
    private final double smoothing;
    private final RowBlock[] blocks;
    /** The first step after each stage, in which no block needs anything of another's. */
    private final int[] stages;
    /** Passes of all blocks through the layer whose range they share before a step; null where there is none. */
    private final LayerPass[][] shared;

    private final Workers.Task runBlock = this::runBlock;
    private int from;
    private int to;
    private int rows;
    private int[] labels;

    private RowBlocks(NetworkPass pass, Workers workers, double smoothing, RowBlock[] blocks, boolean training) {
        this.pass = pass;
        this.workers = workers;
        this.smoothing = smoothing;
        this.blocks = blocks;
        int later = pass.layers().length - 1;
        int steps = training ? 2 * later + 1 : later + 1;
        shared = new LayerPass[steps + 1][];
        for (int step = 1; step < steps; step++) {
            // The layer whose inputs, or gradients of them, lie between this step and the one before.
            int layer = step <= later ? step - 1 : 2 * later - step;
            if (blocks[0].later()[layer].joint(training)) {
                shared[step] =
                        Stream.of(blocks).map(block -> block.later()[layer]).toArray(LayerPass[]::new);
            }
        }
        stages = IntStream.rangeClosed(1, steps)
                .filter(step -> step == steps || shared[step] != null)
                .toArray();
    }

    /** The blocks of a pass; null if its rows depend on each other in other ways or are too few. */
    static RowBlocks of(NetworkPass pass, Recipe recipe, Workers workers) {
        LayerPass[] layers = pass.layers();
        boolean apart = recipe.loss() == Loss.CROSS_ENTROPY
                && !recipe.sparsity().active()
                && !recipe.optimizer().kind().fullBatch();
        for (int l = 0; l < layers.length; l++) {
            apart &= apart(layers[l].weights().spec, l == 0);
        }
        RowBlock[] blocks = apart ? divide(pass, recipe.batch(), true, false) : new RowBlock[0];
        if (blocks.length == 0) {
            return null;
        }
        layers[0].updateBy(blocks[0].firstLayer());
        for (int l = 0; l < layers.length - 1; l++) {
            for (int k = 1; k < blocks.length; k++) {
                blocks[0].later()[l].join(blocks[k].later()[l]);
            }
        }
        return new RowBlocks(pass, workers, recipe.labelSmoothing(), blocks, true);
    }

    /** The same for inference, without a loss. */
    static RowBlocks ofInference(NetworkPass pass, int maxRows, boolean frozen, Workers workers) {
        RowBlock[] blocks = divide(pass, maxRows, false, frozen);
        return blocks.length == 0 ? null : new RowBlocks(pass, workers, 0, blocks, false);
    }

    private static boolean apart(LayerSpec layer, boolean first) {
        return layer.normalization() != Normalization.BATCH
                && layer.dropout() == 0
                && (first || !layer.stretchesEdges());
    }

    private static RowBlock[] divide(NetworkPass pass, int rows, boolean training, boolean frozen) {
        int count = Math.min(MAX_BLOCKS, rows * pass.layers()[0].width() / VALUES_PER_BLOCK);
        if (count < 2 || pass.layers().length < 2) {
            return new RowBlock[0];
        }
        int most = Math.ceilDiv(rows, count);
        RowBlock[] blocks = new RowBlock[count];
        for (int k = 0; k < count; k++) {
            blocks[k] = new RowBlock(pass, k * most, most, training, frozen);
        }
        return blocks;
    }

    /** The layers whose weights are updated from all blocks' gradients, after {@link #gather}. */
    LayerPass[] updated() {
        LayerPass[] later = blocks[0].later();
        LayerPass[] layers = new LayerPass[later.length + 1];
        layers[0] = pass.layers()[0];
        System.arraycopy(later, 0, layers, 1, later.length);
        return layers;
    }

    /**
     * Forward, and in training backward, after the first layer's sums.
     *
     * @param ofRows labels of the batch; null for inference
     */
    void run(int rowCount, int[] ofRows) {
        rows = rowCount;
        labels = ofRows;
        from = 0;
        for (int stage : stages) {
            to = stage;
            workers.run(blocks.length, runBlock);
            if (shared[stage] != null) {
                if (stage < pass.layers().length) {
                    LayerPass.shareRange(shared[stage]);
                } else {
                    LayerPass.shareRangeGradients(shared[stage]);
                }
            }
            from = stage;
        }
    }

    private void runBlock(int block) {
        blocks[block].run(from, to, pass.layers()[0].slices(), rows, labels, smoothing);
    }

    /** Adds up what updates need of all blocks, and their losses. */
    void gather(LossHead total) {
        total.reset();
        for (int k = 0; k < blocks.length; k++) {
            total.absorb(blocks[k].head());
            if (k > 0) {
                blocks[0].firstLayer().absorb(blocks[k].firstLayer());
                for (int l = 0; l < blocks[0].later().length; l++) {
                    blocks[0].later()[l].absorb(blocks[k].later()[l]);
                }
            }
        }
    }

    /** Whether all outputs of a layer are finite. */
    boolean outputsFinite(int layer) {
        return Arrays.stream(blocks).allMatch(block -> block.rows(layer).outputsFinite());
    }

    /** Whether all gradients of a layer's sums are finite. */
    boolean finite(int layer) {
        boolean finite = true;
        for (RowBlock block : blocks) {
            finite &= block.rows(layer).finite();
        }
        return finite;
    }

    /** @param outputs receives the network's outputs of all rows, rows × outputs */
    void copyOutputs(int rowCount, int outputCount, float[] outputs) {
        for (RowBlock block : blocks) {
            block.copyOutputs(rowCount, outputCount, outputs);
        }
    }
}
