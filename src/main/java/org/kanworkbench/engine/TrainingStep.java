package org.kanworkbench.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.layer.Dropout;
import org.kanworkbench.engine.layer.FeatureSlice;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Recipe;

/** Forward pass, backward pass and weight update for one batch, without allocation. */
public final class TrainingStep {

    private final Network network;
    private final Recipe recipe;
    private final Workers workers;
    private final long seed;
    private final NetworkPass pass;
    private final LossHead head;
    private final Updater updater;
    private final LayerPass[] owners;
    private final FeatureSlice[] slices;
    /** Those whose weights are updated. */
    private final LayerPass[] layers;
    /** Null where rows depend on each other. */
    private final RowBlocks blocks;

    private final Workers.Task updateSlice = this::updateSlice;
    private long steps;
    private double penalty;

    /**
     * @param background see {@code Features.background()}
     * @param seed of the dropout masks
     */
    public TrainingStep(Network network, Recipe recipe, OptionalDouble background, Workers workers, long seed) {
        this.network = network;
        this.recipe = recipe;
        this.workers = workers;
        this.seed = seed;
        float skipped = (float) background.orElse(Double.NaN);
        pass = new NetworkPass(network, recipe.batch(), skipped, NetworkPass.Purpose.TRAINING, workers);
        head = new LossHead(network.spec().outputs(), pass.last().width(), recipe.batch());
        updater = Updater.of(recipe.optimizer());
        network.blocks().forEach(updater::prepare);
        List<LayerPass> ownerList = new ArrayList<>();
        List<FeatureSlice> sliceList = new ArrayList<>();
        blocks = RowBlocks.of(pass, recipe, workers);
        layers = blocks == null ? pass.layers() : blocks.updated();
        for (LayerPass layer : layers) {
            if (recipe.sparsity().active()) {
                layer.penalise(recipe.sparsity());
            }
            for (FeatureSlice slice : layer.slices()) {
                ownerList.add(layer);
                sliceList.add(slice);
            }
        }
        owners = ownerList.toArray(LayerPass[]::new);
        slices = sliceList.toArray(FeatureSlice[]::new);
    }

    /**
     * Trains on one batch.
     *
     * @param x rows × inputs, row-major
     * @param labels the class of every row, for cross-entropy, else null
     * @param targets rows × outputs, row-major, for squared error, else null
     * @param rows at most the recipe's batch size
     * @param learningRate of this step, the schedule's factor included
     * @throws NonFiniteException if loss or gradient is not finite; no weight has changed then
     */
    public void step(float[] x, int[] labels, float[] targets, int rows, double learningRate)
            throws NonFiniteException {
        forward(x, labels, targets, rows);
        learn(rows, learningRate);
    }

    /** Whether {@link #step(CodedRows, int[], float[], int, double)} is possible. */
    public boolean takesCodes() {
        return pass.takesCodes();
    }

    /** The same for a batch of codes whose values include the background. */
    public void step(CodedRows x, int[] labels, float[] targets, int rows, double learningRate)
            throws NonFiniteException {
        if (blocks != null) {
            pass.sum(x, rows, true);
            runBlocks(labels, rows);
        } else {
            pass.forward(x, rows, true, dropoutSeed());
            score(labels, targets, rows);
        }
        learn(rows, learningRate);
    }

    private void learn(int rows, double learningRate) throws NonFiniteException {
        backward(rows);
        update(learningRate);
        steps++;
    }

    /**
     * Adds the gradient of one batch's summed loss, and of the penalty as often, to that of others, for a recipe of full
     * batches.
     *
     * @param labels for cross-entropy, else null
     * @param targets rows × outputs, for squared error, else null
     * @param to as {@link Updater.Sum#into}
     * @throws NonFiniteException if loss or gradient is not finite
     */
    void add(float[] x, int[] labels, float[] targets, int rows, double[] to) throws NonFiniteException {
        forward(x, labels, targets, rows);
        backward(rows);
        ((Updater.Sum) updater).into(to, rows);
        update(0);
    }

    /** Outputs of the last batch before its update, rows × outputs. Allocates: for tests and inspection. */
    public float[] outputs(int rows) {
        float[] copy = new float[rows * network.spec().outputs()];
        if (blocks != null) {
            blocks.copyOutputs(rows, network.spec().outputs(), copy);
        } else {
            pass.copyOutputs(rows, copy);
        }
        return copy;
    }

    /** A copy of the optimiser state, which with the weights determines the next step. */
    public OptimizerState optimizerState() {
        return new OptimizerState(
                steps,
                network.parameters(block -> block.first),
                updater.hasSecondMoments() ? network.parameters(block -> block.second) : Map.of());
    }

    /**
     * Resumes from the state of another step with an equal recipe and equal weights; later steps are then
     * bit-identical. Throws IllegalArgumentException for the state of another network.
     */
    public void resume(OptimizerState state) {
        network.loadParameters(state.first(), block -> block.first);
        if (updater.hasSecondMoments()) {
            network.loadParameters(state.second(), block -> block.second);
        }
        steps = state.steps();
        updater.resume(steps);
    }

    /** Of the last batch, before its update; the next one overwrites the squared errors. */
    public LossHead.Scores scores() {
        return head.scores();
    }

    /**
     * What is minimised besides the loss, of the last batch before its update: the sparsity penalty and, for an optimiser of
     * full batches, which compares such values, the effect of label smoothing.
     */
    public double penalty() {
        return penalty;
    }

    private void forward(float[] x, int[] labels, float[] targets, int rows) throws NonFiniteException {
        if (blocks != null) {
            pass.sum(x, rows, true);
            runBlocks(labels, rows);
            return;
        }
        pass.forward(x, rows, true, dropoutSeed());
        score(labels, targets, rows);
    }

    private long dropoutSeed() {
        return Dropout.mix(seed + (steps << 8));
    }

    private void runBlocks(int[] labels, int rows) throws NonFiniteException {
        blocks.run(rows, labels);
        blocks.gather(head);
        penalty = 0;
        if (!Double.isFinite(head.loss())) {
            throw new NonFiniteException("loss is " + head.loss() + " (" + firstNonFiniteLayer() + ")");
        }
    }

    private void score(int[] labels, float[] targets, int rows) throws NonFiniteException {
        float[] y = pass.last().output();
        if (recipe.loss() == Loss.CROSS_ENTROPY) {
            head.crossEntropy(y, labels, rows, recipe.labelSmoothing());
        } else {
            head.squaredError(y, targets, rows);
        }
        if (!Double.isFinite(head.loss())) {
            throw new NonFiniteException("loss is " + head.loss() + " (" + firstNonFiniteLayer() + ")");
        }
        penalty = labels == null || !recipe.optimizer().kind().fullBatch()
                ? 0
                : BatchGradients.smoothing(
                        recipe.labelSmoothing(),
                        y,
                        pass.last().width(),
                        network.spec().outputs(),
                        labels,
                        rows);
        if (recipe.sparsity().active()) {
            for (LayerPass layer : pass.layers()) {
                penalty += layer.penalty();
            }
            if (!Double.isFinite(penalty)) {
                throw new NonFiniteException("sparsity penalty is " + penalty);
            }
        }
    }

    private String firstNonFiniteLayer() {
        for (int l = 0; l < layers.length; l++) {
            if (!outputsFinite(l)) {
                return "layer " + (l + 1) + " of " + layers.length + " gives values that are not finite";
            }
        }
        return "layer " + layers.length + " of " + layers.length + ", all its outputs are finite";
    }

    private boolean outputsFinite(int layer) {
        return blocks == null ? layers[layer].whole().outputsFinite() : blocks.outputsFinite(layer);
    }

    private void backward(int rows) throws NonFiniteException {
        if (blocks != null) {
            pass.backwardBelow(rows);
        } else {
            pass.backward(head.gradient, rows);
        }
        for (int l = layers.length - 1; l >= 0; l--) {
            if (!(blocks == null ? layers[l].finite() : blocks.finite(l))) {
                throw new NonFiniteException(
                        "gradient of layer " + (l + 1) + " of " + layers.length + " is not finite");
            }
        }
    }

    private void update(double learningRate) {
        updater.begin(learningRate);
        workers.run(slices.length, updateSlice);
        for (LayerPass layer : layers) {
            layer.updateSmall(updater);
        }
        pass.stem().update(updater);
    }

    private void updateSlice(int part) {
        owners[part].updateSlice(slices[part], updater);
    }
}
