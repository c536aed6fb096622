package org.kanworkbench.noise.statistics;

/**
 * What a sweep shows.
 *
 * @param outcome of the one comparison that decides
 * @param sentence for people
 */
public record Verdict(Outcome outcome, String sentence) {

    /** Of the comparison of the first group with the second. */
    public enum Outcome {
        FIRST_BETTER,
        SECOND_BETTER,
        NO_DIFFERENCE,
        /** Too few seeds, or nothing to compare. */
        UNDECIDED
    }
}
