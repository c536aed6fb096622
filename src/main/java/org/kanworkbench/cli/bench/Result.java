package org.kanworkbench.cli.bench;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One measured number.
 *
 * @param name what, for instance {@code epoch kal-net}
 * @param unit for instance {@code s}; {@code x} for a ratio
 * @param spread largest minus smallest of the repetitions, in the same unit, where it was repeated
 */
public record Result(String name, double value, String unit, OptionalDouble spread) {

    public Result(String name, double value, String unit) {
        this(name, value, unit, OptionalDouble.empty());
    }

    /** The median of repetitions, and their spread. */
    public static Result median(String name, double[] values, String unit) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Result(name, median, unit, OptionalDouble.of(sorted[sorted.length - 1] - sorted[0]));
    }
}
