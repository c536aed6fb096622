package org.kanworkbench.bench.figures;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A measured number.
 *
 * @param name for instance {@code epoch kal-net}
 * @param unit for instance {@code s}; {@code x} for a ratio
 * @param spread of repetitions in the same unit, if repeated
 * @param note a caveat on the number, if any
 */
public record Result(String name, double value, String unit, OptionalDouble spread, Optional<String> note) {

    public Result(String name, double value, String unit) {
        this(name, value, unit, OptionalDouble.empty(), Optional.empty());
    }

    public Result withNote(Optional<String> why) {
        return new Result(name, value, unit, spread, why);
    }

    /** The median of a few repetitions; its spread is largest minus smallest. */
    public static Result median(String name, double[] values, String unit) {
        return of(name, values, unit, 0);
    }

    /** The median of many repetitions; its spread is the interquartile range, which is robust to outliers. */
    public static Result quartiles(String name, double[] values, String unit) {
        return of(name, values, unit, values.length / 4);
    }

    private static Result of(String name, double[] values, String unit, int trimmed) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        OptionalDouble spread = sorted.length == 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(sorted[sorted.length - 1 - trimmed] - sorted[trimmed]);
        return new Result(name, median, unit, spread, Optional.empty());
    }
}
