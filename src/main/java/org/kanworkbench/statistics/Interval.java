package org.kanworkbench.statistics;

/** A confidence interval. */
public record Interval(double low, double high) {

    /** As far as it lies in a range that the mean cannot leave. */
    public Interval within(double least, double most) {
        return new Interval(Math.max(least, low), Math.min(most, high));
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
