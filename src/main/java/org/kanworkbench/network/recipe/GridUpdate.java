package org.kanworkbench.network.recipe;

/**
 * The schedule of grid updates, which refit B-spline grids to their layers' inputs between epochs.
 *
 * @param every epochs from one update to the next; 0 for no updates
 * @param until the last epoch with an update
 */
public record GridUpdate(int every, int until) {

    /** No grid updates. */
    public static final GridUpdate OFF = new GridUpdate(0, 0);

    public GridUpdate {
        RecipeField.GRID_EVERY.check(every);
        RecipeField.GRID_UNTIL.check(until);
        if (until < every) {
            throw new IllegalArgumentException("grid update every " + every + " epochs until epoch " + until
                    + " never happens: choose a later end, or 0 for no updates");
        }
    }

    /** Updates in the first half of a run, so that weights converge on fixed grids in the second half. */
    public static GridUpdate firstHalf(int every, int epochs) {
        return every == 0 ? OFF : new GridUpdate(every, Math.max(every, epochs / 2));
    }

    public boolean active() {
        return every > 0;
    }

    /** Whether an update follows the given number of epochs. */
    public boolean due(int epochs) {
        return active() && epochs % every == 0 && epochs <= until;
    }
}
