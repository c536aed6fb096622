package org.kanworkbench.statistics;

import java.util.SplittableRandom;

/**
 * The sign-flip permutation test of paired differences (Fisher, 1935): under the null hypothesis every difference is
 * equally likely with either sign. Its level is exact for any distribution, since equal models are exchangeable within
 * a seed.
 */
public final class SignFlipTest {

    private static final int MOST_EXACT = 16;
    private static final int DRAWS = 99_999;
    private static final long SEED = 30;
    /** Sums that differ by rounding only count as equal. */
    private static final double TOLERANCE = 1e-12;

    private SignFlipTest() {}

    /** The minimum number of differences for significance at a level. */
    public static int fewest(double level) {
        return 1 + (int) Math.ceil(-Math.log(level) / Math.log(2) - 1e-9);
    }

    /** The two-sided p-value: the share of sign patterns whose sum is at least as far from 0; 1 where that is not a number. */
    public static double p(double[] differences) {
        double observed = 0;
        double size = 0;
        for (double difference : differences) {
            observed += difference;
            size += Math.abs(difference);
        }
        double least = Math.abs(observed) - TOLERANCE * size;
        if (Double.isNaN(least)) {
            return 1;
        }
        if (differences.length <= MOST_EXACT) {
            int patterns = 1 << differences.length;
            int extreme = 0;
            for (int pattern = 0; pattern < patterns; pattern++) {
                extreme += Math.abs(sum(differences, pattern)) >= least ? 1 : 0;
            }
            return (double) extreme / patterns;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        int extreme = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (double difference : differences) {
                sum += random.nextBoolean() ? difference : -difference;
            }
            extreme += Math.abs(sum) >= least ? 1 : 0;
        }
        return (extreme + 1.0) / (DRAWS + 1.0);
    }

    private static double sum(double[] differences, int pattern) {
        double sum = 0;
        for (int i = 0; i < differences.length; i++) {
            sum += (pattern >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        return sum;
    }
}
