package org.kanworkbench.noise.statistics;

/**
 * The difference of the two groups at one noise level; its interval is Student's, wide enough for all levels together.
 *
 * @param clear whether that interval leaves 0 out and the sign-flip test agrees
 */
public record LevelDifference(double level, Difference difference, boolean clear) {}
