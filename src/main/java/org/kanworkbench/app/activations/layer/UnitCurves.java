package org.kanworkbench.app.activations.layer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kanworkbench.explain.Interval;

/**
 * The functions on all edges to one output.
 *
 * @param x the points of every curve
 * @param values [input][point]
 * @param domain the functions' domain
 */
public record UnitCurves(int layer, int output, float[] x, float[] values, Interval domain) {

    public float[] curve(int input) {
        return Arrays.copyOfRange(values, input * x.length, (input + 1) * x.length);
    }

    /** Minimum and maximum finite value of some curves in the domain; an empty interval if there is none. */
    public Interval range(int[] inputs) {
        Interval range = Interval.of(IntStream.of(inputs)
                .flatMap(input -> IntStream.range(0, x.length)
                        .filter(p -> domain.contains(x[p]))
                        .map(p -> input * x.length + p))
                .mapToDouble(i -> values[i]));
        return range.low() > range.high() ? new Interval(0, 0) : range;
    }
}
