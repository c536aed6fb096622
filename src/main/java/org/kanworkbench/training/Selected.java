package org.kanworkbench.training;

/**
 * The outcome of model selection by validation score.
 *
 * @param best the epoch with the best validation score, from 1
 * @param validation that score
 * @param last the last whole epoch
 * @param early whether the run stopped early
 * @param kept whether the run's model has the best epoch's weights
 */
public record Selected(int best, Evaluation validation, int last, boolean early, boolean kept) {

    /** For instance {@code stopped early after epoch 9: best was epoch 6, whose weights are kept}. */
    public String sentence() {
        return (early ? "stopped early after epoch " + last + ": best was epoch " : "best of " + last + " was epoch ")
                + best
                + (kept ? ", whose weights are kept" : "");
    }
}
