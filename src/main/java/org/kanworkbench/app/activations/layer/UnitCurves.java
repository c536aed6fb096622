package org.kanworkbench.app.activations.layer;

import java.util.Arrays;
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
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int input : inputs) {
            for (int p = 0; p < x.length; p++) {
                float value = values[input * x.length + p];
                if (domain.contains(x[p]) && Float.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        return low > high ? new Interval(0, 0) : new Interval(low, high);
    }
}
