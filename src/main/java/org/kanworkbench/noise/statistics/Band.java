package org.kanworkbench.noise.statistics;

/**
 * A model at one noise level: means over seeds and targets, with 95 % intervals over seeds.
 *
 * @param target whose fits these are; empty for the mean over all targets
 * @param mse of the test rows, in the target's units
 * @param parameters over all targets, the mean, as is all that follows
 * @param fitMs milliseconds of a fit, tuning included; NaN where it is not known
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
