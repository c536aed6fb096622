package org.kanworkbench.quantize.compare;

import java.util.Arrays;

/**
 * The latency of one call, and the speed-up over float32 on the same runtime in the same round: ONNX Runtime for its
 * schemes, the workbench's engine for simulated ones.
 *
 * @param rows per call
 * @param micros latency of a call [µs]
 */
public record Latency(int rows, Quartiles micros, Quartiles speedup) {

    /** A median with quartiles. */
    public record Quartiles(double lower, double median, double upper) {

        static Quartiles of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
        }

        /** Interpolates between two values. */
        private static double at(double[] sorted, double share) {
            double place = share * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        }
    }
}
