package org.kanworkbench.training;

import org.kanworkbench.network.recipe.Loss;

/** The score by which networks are compared. */
public enum Measure {
    /** Share of correct predictions, 0 to 1. */
    ACCURACY,
    /** Root mean squared error in the target's units; of several targets, the mean of theirs. */
    RMSE;

    /** The measure of networks that were trained with a loss. */
    public static Measure of(Loss loss) {
        return switch (loss) {
            case CROSS_ENTROPY -> ACCURACY;
            case MSE -> RMSE;
        };
    }

    /** Whether a score is strictly better than another. */
    public boolean better(double score, double other) {
        return switch (this) {
            case ACCURACY -> score > other;
            case RMSE -> score < other;
        };
    }
}
