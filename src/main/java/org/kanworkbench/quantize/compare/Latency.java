package org.kanworkbench.quantize.compare;

import java.util.Arrays;

/**
 * Time of one call, and how often it fits into a call of float32 on the same runtime that was timed in the same round: ONNX
 * Runtime's for its schemes, the workbench's engine's for simulated ones.
 *
 * @param rows that are answered together
 * @param micros of a call
 */
public record Latency(int rows, Quartiles micros, Quartiles speedup) {

    /** A median and the middle half around it. */
    public record Quartiles(double lower, double median, double upper) {

        static Quartiles of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
        }

        /** Between two values, their share of both. */
        private static double at(double[] sorted, double share) {
            double place = share * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        }
    }
}
