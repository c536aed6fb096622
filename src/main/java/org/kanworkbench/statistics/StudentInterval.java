package org.kanworkbench.statistics;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Student's interval of a mean. At the high confidence for many levels together, the bootstrap of ten seeds is too
 * narrow; this one is wide enough.
 */
public final class StudentInterval {

    private StudentInterval() {}

    public static Interval mean(double[] values, double confidence) {
        int n = values.length;
        if (n < 2) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double mean = Bootstrap.mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double quantile = new TDistribution(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
        double half = quantile * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean - half, mean + half);
    }
}
