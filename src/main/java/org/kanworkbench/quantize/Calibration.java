package org.kanworkbench.quantize;

import java.util.Arrays;
import org.kanworkbench.data.Features;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.RangeRule;

/**
 * Training rows that tell which values the inputs of layers take, for codes that are chosen before a network is used.
 *
 * @param rows how many
 * @param values rows × width, row-major; not copied: treat them as frozen
 */
public record Calibration(int rows, int width, float[] values) {

    /** Fewer tell little of the values that others take. */
    public static final int FEWEST = 10;

    /** Where no other number is asked for. */
    public static final int USUAL = 1000;

    /** Rows at even distances of the table. A QuantizeException refuses tables of fewer than {@value #FEWEST} rows. */
    public static Calibration of(Features training, int mostRows) throws QuantizeException {
        int rows = Math.min(mostRows, training.rows());
        if (rows < FEWEST) {
            throw new QuantizeException("calibration has " + rows + (rows == 1 ? " row" : " rows") + ": take at least "
                    + FEWEST + " training rows, some hundreds are better");
        }
        return new Calibration(rows, training.width(), training.sample(rows));
    }

    /** From where to where codes reach. */
    public record Span(double low, double high) {}

    /** How far 8-bit codes for such values should reach, 0 included. */
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

    /** Share of values that {@link RangeRule#PERCENTILE} lets be clipped, both ends together. */
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
