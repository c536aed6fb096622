package org.kanworkbench.explain;

import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A closed interval. */
public record Interval(double low, double high) {

    /** From the smallest to the largest of the finite values; from infinity to minus infinity without any. */
    public static Interval of(DoubleStream values) {
        DoubleSummaryStatistics range = values.filter(Double::isFinite).summaryStatistics();
        return new Interval(range.getMin(), range.getMax());
    }

    public static Interval of(float[] values) {
        return of(IntStream.range(0, values.length).mapToDouble(i -> values[i]));
    }

    /** {@code points} evenly spaced values, including both ends. */
    public float[] evenly(int points) {
        if (points < 2) {
            throw new IllegalArgumentException("points is " + points + ": choose 2 or more");
        }
        float[] x = new float[points];
        for (int p = 0; p < points; p++) {
            x[p] = (float) (low + (high - low) * p / (points - 1));
        }
        return x;
    }

    /** The interval extended by {@code share} of its width on either side. */
    public Interval widened(double share) {
        double margin = share * (high - low);
        return new Interval(low - margin, high + margin);
    }

    /** The smallest interval with both. */
    public Interval span(Interval other) {
        return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }

    public boolean contains(double x) {
        return x >= low && x <= high;
    }
}
