package org.kanworkbench.quantize.compare;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.engine.Inference;

/**
 * Times several networks on the same rows in turns, so that other load on the machine affects all alike. Every round
 * times each network once; rounds start with different networks.
 *
 * @param micros [network][round], latency of one call [µs]
 */
record PairedTimes(double[][] micros) {

    /**
     * Minimum duration of a sample, which has as many calls as needed, so that the clock's resolution is irrelevant.
     */
    private static final long SAMPLE_NANOS = 1_000_000;

    private static final int MOST_CALLS = 10_000;

    /**
     * The effort of a measurement.
     *
     * @param warmUpNanos warm-up time of every network
     */
    record Effort(long warmUpNanos, int rounds) {

        /** The expected time of a network's warm-up, for the time of a call [s]. */
        double warmUp(double call) {
            return Math.max(warmUpNanos / 1e9, call);
        }
    }

    /** The same of a sample. */
    static double sample(double call) {
        return Math.max(SAMPLE_NANOS / 1e9, call);
    }

    /**
     * @param x rows × inputs
     * @param proceed checked before every sample; false cancels
     * @return empty if cancelled
     */
    static Optional<PairedTimes> measure(
            List<? extends Inference> networks,
            float[] x,
            int rows,
            int outputs,
            Effort effort,
            BooleanSupplier proceed) {
        float[] logits = new float[rows * outputs];
        int[] calls = new int[networks.size()];
        for (int n = 0; n < calls.length; n++) {
            if (!proceed.getAsBoolean()) {
                return Optional.empty();
            }
            calls[n] = warmUp(networks.get(n), x, rows, logits, effort.warmUpNanos());
        }
        double[][] micros = new double[networks.size()][effort.rounds()];
        for (int round = 0; round < effort.rounds(); round++) {
            for (int turn = 0; turn < calls.length; turn++) {
                if (!proceed.getAsBoolean()) {
                    return Optional.empty();
                }
                int n = (round + turn) % calls.length;
                micros[n][round] = nanos(networks.get(n), x, rows, logits, calls[n]) / (1e3 * calls[n]);
            }
        }
        return Optional.of(new PairedTimes(micros));
    }

    /** Number of calls per sample. */
    private static int warmUp(Inference network, float[] x, int rows, float[] logits, long least) {
        long fastest = Long.MAX_VALUE;
        long start = System.nanoTime();
        do {
            fastest = Math.min(fastest, nanos(network, x, rows, logits, 1));
        } while (System.nanoTime() - start < least);
        return (int) Math.clamp(SAMPLE_NANOS / Math.max(1, fastest), 1, MOST_CALLS);
    }

    private static long nanos(Inference network, float[] x, int rows, float[] logits, int calls) {
        long start = System.nanoTime();
        for (int c = 0; c < calls; c++) {
            network.predict(x, rows, logits);
        }
        return System.nanoTime() - start;
    }

    /** @param reference the network whose times are divided by those of the n-th, per round */
    Latency latency(int n, int reference, int rows) {
        double[] ratios = new double[micros[n].length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = micros[reference][round] / micros[n][round];
        }
        return new Latency(rows, Latency.Quartiles.of(micros[n]), Latency.Quartiles.of(ratios));
    }
}
