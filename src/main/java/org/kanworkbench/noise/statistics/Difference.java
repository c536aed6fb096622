package org.kanworkbench.noise.statistics;

/**
 * First minus second, in decibels of signal-to-noise ratio, paired: both met the same rows and noise. Above 0 the first is
 * better.
 *
 * @param interval by the bootstrap over seeds, at the confidence that its place calls for
 * @param p of the sign-flip test, before any correction
 * @param wins share of single cases in which the first had the smaller error, ties counting half
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
