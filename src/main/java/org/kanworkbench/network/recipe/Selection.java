package org.kanworkbench.network.recipe;

/**
 * Which epoch's weights a run ends with, decided by training rows that are held out of training. The test set has no say
 * in it.
 *
 * @param validationRows rows held out; 0 for none
 * @param patience epochs without a better score of those rows after which the run ends; 0 for never
 * @param keepBest whether the weights of the best epoch are kept instead of the last one's
 */
public record Selection(int validationRows, int patience, boolean keepBest) {

    /** Every row is trained on, every epoch is run, the last weights are kept. */
    public static final Selection NONE = new Selection(0, 0, false);

    public Selection {
        RecipeField.VALIDATION_ROWS.check(validationRows);
        RecipeField.PATIENCE.check(patience);
        if (validationRows == 0 && (patience > 0 || keepBest)) {
            throw new IllegalArgumentException(
                    "there are no validation rows to tell the best epoch by: hold some out, or leave patience and best weights off");
        }
    }

    /** Whether rows are held out. */
    public boolean active() {
        return validationRows > 0;
    }
}
