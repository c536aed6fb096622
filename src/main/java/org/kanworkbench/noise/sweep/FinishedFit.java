package org.kanworkbench.noise.sweep;

import org.kanworkbench.noise.fit.FitRow;

/**
 * A fit that is done.
 *
 * @param milliseconds it took, tuning included; the one thing that differs from run to run
 */
public record FinishedFit(FitRow row, double milliseconds) {}
