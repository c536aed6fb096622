package org.kanworkbench.noise.statistics;

import org.kanworkbench.statistics.Interval;

/**
 * A model at one noise level: means over seeds and targets, with 95 % confidence intervals over seeds.
 *
 * @param target of the fits; empty for the mean over all targets
 * @param mse of the test rows, in the target's units; over all targets the geometric mean
 * @param parameters mean over all targets, as are all that follow
 * @param fitMs time of a fit including tuning [ms]; NaN if unknown
 */
public record Band(
        String target,
        String model,
        double level,
        int rows,
        double mse,
        Interval mseInterval,
        double snrDb,
        Interval snrInterval,
        double parameters,
        double flops,
        double fitMs,
        int seeds) {}
