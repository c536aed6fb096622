package org.kanworkbench.training;

/**
 * What the validation rows decided.
 *
 * @param best the epoch of the best validation score, from 1
 * @param validation that score
 * @param last the last whole epoch
 * @param early whether the run ended because no better epoch came
 * @param kept whether the run's model is the best epoch's
 */
public record Selected(int best, Evaluation validation, int last, boolean early, boolean kept) {

    /** For instance {@code stopped early after epoch 9: best was epoch 6, whose weights are kept}. */
    public String sentence() {
        return (early ? "stopped early after epoch " + last + ": best was epoch " : "best of " + last + " was epoch ")
                + best
                + (kept ? ", whose weights are kept" : "");
    }
}
