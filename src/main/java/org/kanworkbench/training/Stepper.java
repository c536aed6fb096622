package org.kanworkbench.training;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Batches;
import org.kanworkbench.engine.FullBatch;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.LossHead;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.network.Model;

/**
 * A network in training on some engine. If the recipe asks for an EMA of the weights, the EMA is evaluated and saved in
 * place of the trained weights. Confined to one thread.
 */
public interface Stepper extends AutoCloseable {

    /**
     * Trains on one batch.
     *
     * @param x rows × inputs, row-major
     * @param labels the class of every row, for cross-entropy, else null
     * @param numbers rows × outputs, row-major, for squared error, else null
     * @param rows at most the recipe's batch size
     * @param learningRate of this step, the schedule's factor included
     * @throws NonFiniteException if loss or gradient is not finite; no weight has changed then
     */
    void step(float[] x, int[] labels, float[] numbers, int rows, double learningRate) throws NonFiniteException;

    /**
     * Trains on all samples at once, for an optimiser that needs the whole loss. Evaluates it several times.
     *
     * @param proceed asked before every batch; on false the step is given up
     * @return false if it was given up, and no weight has changed
     * @throws NonFiniteException if loss or gradient is not finite; no weight has changed then
     */
    default boolean step(FullBatch all, BooleanSupplier proceed) throws NonFiniteException {
        throw new UnsupportedOperationException("this engine has no steps on all samples");
    }

    /** Whether this engine trains on codes, with this network and these data. */
    default boolean takesCodes() {
        return false;
    }

    /** The same for a batch of codes, if it {@link #takesCodes}. */
    default void step(CodedRows x, int[] labels, float[] numbers, int rows, double learningRate)
            throws NonFiniteException {
        throw new UnsupportedOperationException("this engine takes no codes");
    }

    /**
     * Whether the engine takes batches itself, from a copy of their examples that it makes with this call; asked once, before
     * the first step.
     */
    default boolean holds(Batches batches) {
        return false;
    }

    /**
     * Trains on the current one of the batches that it {@link #holds}, and does not wait for what comes of it.
     *
     * @param rows of the batch
     */
    default void step(int rows, double learningRate) {
        throw new UnsupportedOperationException("this engine takes no batches itself");
    }

    /**
     * Waits for all steps so far.
     *
     * @return how many since the last call may be {@link #show shown}: 1 for an engine that waits for every step
     * @throws NonFiniteException if a loss or gradient of one of them is not finite; it and those after it have changed no
     *     weight
     */
    default int settle() throws NonFiniteException {
        return 1;
    }

    /** Has {@link #scores} tell of one of the steps that were settled, from 0. */
    default void show(int settled) {}

    /** Of the last batch, before its update; after a step on all samples, of these. */
    LossHead.Scores scores();

    /** A frozen copy of the weights in training. */
    Model trained();

    /** A frozen copy of the weights that are evaluated and saved. */
    Model scored();

    /**
     * The edges to one output of a layer, of the evaluated weights, as {@link org.kanworkbench.engine.Network#edgesTo}
     * has them.
     */
    default Model edgesTo(int layer, int output) {
        return Network.of(scored()).edgesTo(layer, output);
    }

    /** Inference with the current evaluated weights. */
    Inference inference();

    /** A copy of the optimiser state. */
    OptimizerState optimizerState();

    /** State of the EMA; empty without one. */
    Optional<WeightEma.State> average();

    /** The coverage of layers' inputs by their B-spline grids. */
    GridCoverage coverage();

    /**
     * Work that was sent to a device.
     *
     * @param launches of kernels
     * @param bytes that went over the bus, both ways
     */
    record Traffic(long launches, long bytes) {

        public Traffic minus(Traffic before) {
            return new Traffic(launches - before.launches, bytes - before.bytes);
        }
    }

    /** All traffic so far; empty without a device of its own. */
    default Optional<Traffic> traffic() {
        return Optional.empty();
    }

    /** Called between epochs: updates grids if an update is due. */
    void epochsDone(int epochs);

    @Override
    void close();
}
