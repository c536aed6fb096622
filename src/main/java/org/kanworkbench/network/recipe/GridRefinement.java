package org.kanworkbench.network.recipe;

/**
 * The schedule of grid refinements, which double the intervals of B-spline grids between epochs and keep the functions (Liu
 * et al., 2024, section 2.4).
 *
 * @param every epochs from one refinement to the next; 0 for none
 * @param most intervals that no grid is to exceed
 */
public record GridRefinement(int every, int most) {

    /** No refinements. */
    public static final GridRefinement OFF = new GridRefinement(0, RecipeField.REFINE_UNTIL.usual());

    public GridRefinement {
        RecipeField.REFINE_EVERY.check(every);
        RecipeField.REFINE_UNTIL.check(most);
    }

    public boolean active() {
        return every > 0;
    }

    /** Whether a refinement follows the given number of epochs. */
    public boolean due(int epochs) {
        return active() && epochs % every == 0;
    }
}
