package org.kanworkbench.noise.target;

/** An interval of one input, lower below upper. */
public record Range(double lower, double upper) {

    public Range {
        if (!(lower < upper) || Double.isInfinite(upper - lower)) {
            throw new IllegalArgumentException(
                    "interval [" + lower + ", " + upper + "] is empty: choose a lower end below the upper one");
        }
    }

    public double width() {
        return upper - lower;
    }

    public double middle() {
        return lower + width() / 2;
    }

    /** The value at a share of the way from lower to upper. */
    public double at(double share) {
        return lower + share * width();
    }

    /** The share of the way at a value, kept within 0 and 1. */
    public double position(double value) {
        return Math.clamp((value - lower) / width(), 0, 1);
    }

    /** Standard deviation of values that are spread evenly over it. */
    public double deviation() {
        return width() / Math.sqrt(12);
    }
}
