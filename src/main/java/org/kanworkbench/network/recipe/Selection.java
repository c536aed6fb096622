package org.kanworkbench.network.recipe;

/**
 * Model selection: the epoch whose weights a run returns, by the scores on a validation split of the training set. The
 * test set has no influence.
 *
 * @param validationRows number of validation samples; 0 for no split
 * @param patience epochs without a better validation score before early stopping; 0 disables it
 * @param keepBest whether the run returns the best epoch's weights instead of the last ones
 */
public record Selection(int validationRows, int patience, boolean keepBest) {

    /** No validation split: all samples are trained on, all epochs are run, and the last weights are returned. */
    public static final Selection NONE = new Selection(0, 0, false);

    public Selection {
        RecipeField.VALIDATION_ROWS.check(validationRows);
        RecipeField.PATIENCE.check(patience);
        if (validationRows == 0 && (patience > 0 || keepBest)) {
            throw new IllegalArgumentException(
                    "there are no validation samples to tell the best epoch by: hold some out, or leave patience and best weights off");
        }
    }

    /** Whether there is a validation split. */
    public boolean active() {
        return validationRows > 0;
    }
}
