package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.Model;

/** Measures input ranges of layers over a sample, for the curves of layers that scale by batch or row. */
public final class InputRanges {

    /** As in the engine's norms. */
    private static final double EPSILON = 1e-5;

    private InputRanges() {}

    /**
     * Measures every layer: for one that scales by the row, the mean of the rows' minima and the mean of their maxima;
     * for one that normalises them, the mean of their means minus and plus their deviations; for any other, the same over batches of {@link Sample#together()} rows. These are average ranges; those of a
     * single row or batch may differ.
     *
     * @param proceed checked before every batch of rows; false cancels
     * @return one per layer; empty if cancelled
     */
    public static Optional<List<Interval>> measure(Model model, Sample sample, BooleanSupplier proceed) {
        List<Mean> means = new ArrayList<>();
        model.network().layers().forEach(_ -> means.add(new Mean()));
        boolean complete = sample.through(model, proceed, (met, rows) -> {
            for (int l = 0; l < means.size(); l++) {
                float[] x = met.inputs(l);
                InputScaling scaling = model.network().layers().get(l).scaling();
                int length = scaling.byRow() ? x.length / rows : x.length;
                for (int from = 0; from < x.length; from += length) {
                    if (scaling.normalizes()) {
                        means.get(l).addNorm(x, from, from + length);
                    } else {
                        means.get(l).add(x, from, from + length);
                    }
                }
            }
        });
        return complete ? Optional.of(means.stream().map(Mean::interval).toList()) : Optional.empty();
    }

    private static final class Mean {
        private double low;
        private double high;
        private long count;

        void add(float[] x, int from, int to) {
            float least = Float.POSITIVE_INFINITY;
            float most = Float.NEGATIVE_INFINITY;
            for (int n = from; n < to; n++) {
                least = Math.min(least, x[n]);
                most = Math.max(most, x[n]);
            }
            low += least;
            high += most;
            count++;
        }

        void addNorm(float[] x, int from, int to) {
            double sum = 0;
            double squares = 0;
            for (int n = from; n < to; n++) {
                sum += x[n];
                squares += (double) x[n] * x[n];
            }
            double mean = sum / (to - from);
            double deviation = Math.sqrt(Math.max(0, squares / (to - from) - mean * mean) + EPSILON);
            low += mean - deviation;
            high += mean + deviation;
            count++;
        }

        Interval interval() {
            return new Interval(low / count, high / count);
        }
    }
}
