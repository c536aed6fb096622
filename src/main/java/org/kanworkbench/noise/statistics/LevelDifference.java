package org.kanworkbench.noise.statistics;

/**
 * The difference between the two groups at one noise level, with Student's interval, corrected for all levels together.
 *
 * @param clear whether the interval excludes 0 and the sign-flip test is significant
 */
public record LevelDifference(double level, Difference difference, boolean clear) {}
