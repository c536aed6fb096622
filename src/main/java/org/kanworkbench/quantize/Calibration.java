package org.kanworkbench.quantize;

import java.util.Arrays;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.RangeRule;

/**
 * Calibration samples from the training set, to determine the ranges of layers' inputs in advance.
 *
 * @param rows number of rows
 * @param values rows × width, row-major; not copied: treat them as frozen
 */
public record Calibration(int rows, int width, float[] values) {

    /** The minimum number of rows for representative ranges. */
    public static final int FEWEST = 10;

    /** The default number of rows. */
    public static final int USUAL = 1000;

    /**
     * Takes evenly spaced rows of the table. Throws QuantizeException for tables of fewer than {@value #FEWEST} rows.
     */
    public static Calibration of(Features training, int mostRows) throws QuantizeException {
        int rows = Math.min(mostRows, training.rows());
        if (rows < FEWEST) {
            throw new QuantizeException("calibration has " + Counted.of(rows, "row") + ": take at least " + FEWEST
                    + " training samples, some hundreds are better");
        }
        return new Calibration(rows, training.width(), training.sample(rows));
    }

    /** Evenly spaced ones of these rows. */
    Calibration sample(int mostRows) {
        return mostRows >= rows
                ? this
                : new Calibration(mostRows, width, new FloatFeatures(values, width).sample(mostRows));
    }

    /** The range of codes. */
    public record Span(double low, double high) {}

    /** The range of 8-bit codes for the given values, including 0. */
    public static Span span(float[] values, RangeRule rule) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return switch (rule) {
            case MIN_MAX -> spanning(sorted[0], sorted[last]);
            case PERCENTILE -> {
                int clipped = (int) (CLIPPED / 2 * sorted.length);
                yield spanning(sorted[clipped], sorted[last - clipped]);
            }
            case MSE -> leastSquares(sorted, spanning(sorted[0], sorted[last]));
        };
    }

    /** Share of values clipped by {@link RangeRule#PERCENTILE}, both ends together. */
    private static final double CLIPPED = 0.001;

    /** Factors by which {@link RangeRule#MSE} tries to shorten a span: from 1 down to {@value #LEAST_FACTOR}. */
    private static final int FACTORS = 25;

    private static final double LEAST_FACTOR = 0.4;
    private static final int LEVELS = 255;

    private static Span spanning(double low, double high) {
        return new Span(Math.min(0, low), Math.max(0, high));
    }

    private static Span leastSquares(float[] values, Span whole) {
        Span best = whole;
        double least = Double.POSITIVE_INFINITY;
        for (int f = 0; f <= FACTORS; f++) {
            double factor = 1 - (1 - LEAST_FACTOR) * f / FACTORS;
            Span tried = new Span(factor * whole.low, factor * whole.high);
            double error = squaredError(values, tried);
            if (error < least) {
                least = error;
                best = tried;
            }
        }
        return best;
    }

    private static double squaredError(float[] values, Span span) {
        double step = (span.high - span.low) / LEVELS;
        double sum = 0;
        for (float value : values) {
            double inside = Math.clamp(value, span.low, span.high);
            double error = step == 0 ? value : Math.rint(inside / step) * step - value;
            sum += error * error;
        }
        return sum;
    }
}
