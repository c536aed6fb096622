package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightAverage;
import org.kanworkbench.network.Model;

/**
 * A network in training on some engine. Its weights are those that are trained; where the recipe averages weights, the
 * average is what is scored and kept. One thread's.
 */
public interface Stepper extends AutoCloseable {

    /**
     * Trains on one batch by cross-entropy.
     *
     * @param x rows × inputs, row-major
     * @param labels the class of every row
     * @param rows at most the recipe's batch
     * @param learningRate of this step, the schedule's factor included
     * @throws NonFiniteException before any weight has changed, when loss or gradient is not finite
     */
    void step(float[] x, int[] labels, int rows, double learningRate) throws NonFiniteException;

    /** Mean loss of the last batch, before its update. */
    double loss();

    /** Rows of the last batch whose largest output was their label, before its update. */
    int correct();

    /** A frozen copy of the weights that are trained. */
    Model trained();

    /** A frozen copy of the weights that are scored and kept. */
    Model scored();

    /** The scored weights' edges to one output of a layer, as {@link org.kanworkbench.engine.Network#edgesTo} has them. */
    Model edgesTo(int layer, int output);

    /** Answers of the weights that are scored, as they are at each call. */
    Inference inference();

    /** What the next step depends on beside the weights; a copy. */
    OptimizerState optimizerState();

    /** Where the average is; empty without one. */
    Optional<WeightAverage.State> average();

    /** How B-spline grids cover the inputs that their layers meet. */
    GridCoverage coverage();

    /** Called between epochs: moves grids, where the recipe says so and it is time to. */
    void epochsDone(int epochs);

    @Override
    void close();
}
