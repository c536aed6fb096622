package org.kanworkbench.network.recipe;

/**
 * How often B-spline layers have their grid refitted to the inputs that they meet, between epochs.
 *
 * @param every epochs from one update to the next; 0 for no updates
 * @param until the last epoch after which there may be one
 */
public record GridUpdate(int every, int until) {

    /** Grids stay where they are. */
    public static final GridUpdate OFF = new GridUpdate(0, 0);

    public GridUpdate {
        RecipeField.GRID_EVERY.check(every);
        RecipeField.GRID_UNTIL.check(until);
        if (until < every) {
            throw new IllegalArgumentException("grid update every " + every + " epochs until epoch " + until
                    + " never happens: choose a later end, or 0 for no updates");
        }
    }

    /** Updates in the first half of a run, so that the second half settles on grids that stay. */
    public static GridUpdate firstHalf(int every, int epochs) {
        return every == 0 ? OFF : new GridUpdate(every, Math.max(every, epochs / 2));
    }

    public boolean active() {
        return every > 0;
    }

    /** Whether there is one after so many epochs. */
    public boolean due(int epochs) {
        return active() && epochs % every == 0 && epochs <= until;
    }
}
