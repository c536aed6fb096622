package org.kanworkbench.noise.sweep;

import org.kanworkbench.noise.fit.FitRow;

/**
 * A completed fit.
 *
 * @param milliseconds duration including tuning; the only value that is not reproducible
 */
public record FinishedFit(FitRow row, double milliseconds) {}
