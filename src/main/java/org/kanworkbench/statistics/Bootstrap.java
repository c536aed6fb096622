package org.kanworkbench.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Confidence intervals of a mean of independent values by the bootstrap, bias-corrected and accelerated (BCa; Efron,
 * 1987). Values are means per seed, over everything that shares the seed, so that resampled units are independent.
 */
public final class Bootstrap {

    private static final int RESAMPLES = 4000;
    private static final long SEED = 20;

    private Bootstrap() {}

    /**
     * @param values two or more; the interval of a single one is unbounded
     * @param confidence for instance 0.95
     */
    public static Interval mean(double[] values, double confidence) {
        int n = values.length;
        if (n < 2) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double mean = mean(values);
        double[] means = resampled(values);
        // A resample of the same values in another order has a sum that is rounded differently.
        double rounding =
                n * Math.ulp(Arrays.stream(values).map(Math::abs).max().orElseThrow());
        int below = 0;
        int equal = 0;
        for (double resample : means) {
            below += resample < mean - rounding ? 1 : 0;
            equal += Math.abs(resample - mean) <= rounding ? 1 : 0;
        }
        if (means[0] == means[RESAMPLES - 1]) {
            return new Interval(mean, mean);
        }
        NormalDistribution normal = new NormalDistribution();
        double share = Math.clamp((below + equal / 2.0) / RESAMPLES, 0.5 / RESAMPLES, 1 - 0.5 / RESAMPLES);
        double bias = normal.inverseCumulativeProbability(share);
        double acceleration = acceleration(values, mean);
        double tail = (1 - confidence) / 2;
        return new Interval(
                quantile(means, corrected(normal, bias, acceleration, tail)),
                quantile(means, corrected(normal, bias, acceleration, 1 - tail)));
    }

    /** The bias-corrected quantile of a nominal one. */
    private static double corrected(NormalDistribution normal, double bias, double acceleration, double share) {
        double z = bias + normal.inverseCumulativeProbability(share);
        return normal.cumulativeProbability(bias + z / (1 - acceleration * z));
    }

    /** The acceleration by the jackknife: for a mean, the values' skewness over 6√n. */
    private static double acceleration(double[] values, double mean) {
        double squares = 0;
        double cubes = 0;
        for (double value : values) {
            double d = value - mean;
            squares += d * d;
            cubes += d * d * d;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double[] resampled(double[] values) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] means = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        Arrays.sort(means);
        return means;
    }

    private static double quantile(double[] sorted, double share) {
        double at = Math.clamp(share, 0, 1) * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
