package org.kanworkbench.training.trials;

import java.time.Duration;

/**
 * How far some trials are.
 *
 * @param done trials that ended, with those that were known before
 * @param remaining estimate for the rest
 */
public record TrialProgress(int done, int total, Duration remaining) {}
