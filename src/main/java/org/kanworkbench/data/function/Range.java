package org.kanworkbench.data.function;

/** An interval of one input, lower below upper. */
public record Range(double lower, double upper) {

    public Range {
        if (Double.isInfinite(upper - lower)) {
            throw new IllegalArgumentException(
                    "interval [" + lower + ", " + upper + "] is too wide: choose ends that are closer");
        }
        if (!(lower < upper)) {
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

    /** Interpolates from lower (0) to upper (1). */
    public double at(double share) {
        return lower + share * width();
    }

    /** The inverse of interpolation, clipped to 0…1. */
    public double position(double value) {
        return Math.clamp((value - lower) / width(), 0, 1);
    }

    /** Standard deviation of the uniform distribution on it. */
    public double deviation() {
        return width() / Math.sqrt(12);
    }
}
