package org.kanworkbench.noise.statistics;

/**
 * The verdict of a sweep.
 *
 * @param outcome of the main comparison
 * @param sentence for display
 */
public record Verdict(Outcome outcome, String sentence) {

    /** The outcome of comparing the first group with the second. */
    public enum Outcome {
        FIRST_BETTER,
        SECOND_BETTER,
        NO_DIFFERENCE,
        /** Too few seeds, or nothing to compare. */
        UNDECIDED
    }
}
