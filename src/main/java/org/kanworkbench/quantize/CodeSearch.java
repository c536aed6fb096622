package org.kanworkbench.quantize;

import java.util.Arrays;
import org.kanworkbench.quantize.scheme.RangeRule;
import org.kanworkbench.quantize.scheme.Symmetry;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

/** Finds what the codes of one block should stand for. */
final class CodeSearch {

    /** Share of weights that {@link RangeRule#PERCENTILE} lets be clipped, both ends together. */
    private static final double CLIPPED = 0.001;

    /** Clipping factors that {@link RangeRule#MSE} tries: from 1 down to {@value #LEAST_FACTOR}. */
    private static final int FACTORS = 40;

    private static final double LEAST_FACTOR = 0.3;

    /** Steps of fitting the scale to the codes and the codes to the scale; each makes the error smaller or ends it. */
    private static final int MOST_FITS = 8;

    private CodeSearch() {}

    /** @param weights the block's, of which the first {@code count} count */
    static CodeRange range(float[] weights, int count, Integers format) {
        return switch (format.range()) {
            case MIN_MAX -> reaching(format, low(weights, count), high(weights, count));
            case PERCENTILE -> percentile(weights, count, format);
            case MSE -> leastSquares(weights, count, format);
        };
    }

    private static CodeRange reaching(Integers format, double low, double high) {
        return format.symmetry() == Symmetry.SYMMETRIC
                ? CodeRange.symmetric(Math.max(-low, high), format.bits())
                : CodeRange.affine(low, high, format.bits());
    }

    /** The least weight, or 0 if all are above. */
    private static double low(float[] weights, int count) {
        double low = 0;
        for (int n = 0; n < count; n++) {
            low = Math.min(low, weights[n]);
        }
        return low;
    }

    private static double high(float[] weights, int count) {
        double high = 0;
        for (int n = 0; n < count; n++) {
            high = Math.max(high, weights[n]);
        }
        return high;
    }

    private static CodeRange percentile(float[] weights, int count, Integers format) {
        float[] sorted = Arrays.copyOf(weights, count);
        boolean symmetric = format.symmetry() == Symmetry.SYMMETRIC;
        if (symmetric) {
            for (int n = 0; n < count; n++) {
                sorted[n] = Math.abs(sorted[n]);
            }
        }
        Arrays.sort(sorted);
        int clipped = (int) (CLIPPED * count / (symmetric ? 1 : 2));
        double low = symmetric ? 0 : Math.min(0, sorted[clipped]);
        return reaching(format, low, Math.max(0, sorted[count - 1 - clipped]));
    }

    private static CodeRange leastSquares(float[] weights, int count, Integers format) {
        double low = low(weights, count);
        double high = high(weights, count);
        CodeRange best = reaching(format, low, high);
        double least = best.squaredError(weights, count);
        for (int f = 1; f <= FACTORS; f++) {
            double factor = 1 - (1 - LEAST_FACTOR) * f / FACTORS;
            CodeRange clipping = reaching(format, factor * low, factor * high);
            double error = clipping.squaredError(weights, count);
            if (error < least) {
                least = error;
                best = clipping;
            }
        }
        return fitted(weights, count, best, least);
    }

    /** Lloyd's iteration (1982) for evenly spaced levels: the scale of least squares for the codes, then the nearest codes again. */
    private static CodeRange fitted(float[] weights, int count, CodeRange start, double startError) {
        CodeRange best = start;
        double least = startError;
        for (int step = 0; step < MOST_FITS; step++) {
            double product = 0;
            double square = 0;
            for (int n = 0; n < count; n++) {
                double level = best.code(weights[n]) - best.zeroPoint();
                product += level * weights[n];
                square += level * level;
            }
            if (product <= 0) {
                return best;
            }
            CodeRange refitted = best.withScale(product / square);
            double error = refitted.squaredError(weights, count);
            if (error >= least) {
                return best;
            }
            best = refitted;
            least = error;
        }
        return best;
    }
}
