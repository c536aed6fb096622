package org.kanworkbench.engine;

import java.util.OptionalDouble;
import org.kanworkbench.network.Recipe;

/** Forward, backward and update of one batch, without an allocation. */
public final class TrainingStep {

    /**
     * @param background see {@code Features.background()}
     * @param seed of the dropout masks
     */
    public TrainingStep(Network network, Recipe recipe, OptionalDouble background, Workers workers, long seed) {}

    /**
     * Trains on one batch.
     *
     * @param x rows × inputs, row-major
     * @param labels the class of every row
     * @param rows at most the recipe's batch
     * @throws NonFiniteException before any weight has changed, when loss or gradient is not finite
     */
    public void step(float[] x, int[] labels, int rows, double learningRate) throws NonFiniteException {
        throw new UnsupportedOperationException();
    }

    /** Mean loss of the last batch, before its update. */
    public double loss() {
        return 0;
    }

    /** Rows of the last batch whose largest output was their label, before its update. */
    public int correct() {
        return 0;
    }
}
