package org.kanworkbench.noise.statistics;

import org.kanworkbench.statistics.Interval;

/**
 * A paired difference of signal-to-noise ratios, first minus second [dB]; both had the same rows and noise. Above 0 the
 * first is better.
 *
 * @param interval by the bootstrap over seeds, at the confidence level of its context
 * @param p of the sign-flip test, before any correction
 * @param wins share of cases in which the first had the smaller error; ties count half
 * @param winInterval 95 %, by the bootstrap over seeds
 */
public record Difference(
        String first,
        String second,
        double decibels,
        Interval interval,
        double p,
        double wins,
        Interval winInterval,
        int seeds) {

    Difference withInterval(Interval other) {
        return new Difference(first, second, decibels, other, p, wins, winInterval, seeds);
    }
}
