package org.kanworkbench.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Friedman's test (1937) of several treatments, all of them measured in each of several blocks, with a critical
 * difference of mean ranks for all pairs at once, as Nemenyi's (1963). Both by permutation of the values within the
 * blocks, as few blocks are too few for the asymptotic distributions: if the treatments do not differ, all orders within
 * a block are equally likely.
 *
 * @param meanRanks one per treatment, 1 for the best; ties share the mean of their ranks
 * @param statistic Friedman's χ², corrected for ties
 * @param p share of permutations whose statistic is at least as large
 * @param criticalDifference mean ranks at least this far apart are significantly different, at {@link #LEVEL} for all
 *     pairs together; infinite if none can be
 */
public record FriedmanTest(double[] meanRanks, int blocks, double statistic, double p, double criticalDifference) {

    public static final double LEVEL = 0.05;

    private static final int DRAWS = 19_999;
    private static final long SEED = 40;
    /** Statistics that differ by rounding only count as equal. */
    private static final double TOLERANCE = 1e-9;

    /** @param values [block][treatment], the larger the better */
    public static FriedmanTest of(double[][] values) {
        int blocks = values.length;
        int treatments = blocks == 0 ? 0 : values[0].length;
        double[][] ranks = Arrays.stream(values).map(FriedmanTest::ranks).toArray(double[][]::new);
        double[] sums = sums(ranks, treatments);
        double observed = spread(sums);
        double[][] shuffled = Arrays.stream(ranks).map(double[]::clone).toArray(double[][]::new);
        double[] ranges = new double[DRAWS];
        SplittableRandom random = new SplittableRandom(SEED);
        int extreme = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            for (double[] block : shuffled) {
                shuffle(block, random);
            }
            double[] drawn = sums(shuffled, treatments);
            extreme += spread(drawn) >= observed - TOLERANCE ? 1 : 0;
            ranges[draw] = range(drawn);
        }
        return new FriedmanTest(
                Arrays.stream(sums).map(sum -> sum / blocks).toArray(),
                blocks,
                statistic(ranks, observed, treatments),
                (extreme + 1.0) / (DRAWS + 1.0),
                critical(ranges) / blocks);
    }

    /** Whether any two treatments could differ significantly, were none ever equal. */
    public static boolean canTell(int blocks, int treatments) {
        double[][] values = new double[blocks][treatments];
        for (double[] block : values) {
            Arrays.setAll(block, treatment -> treatment);
        }
        return Double.isFinite(of(values).criticalDifference());
    }

    /** Whether there were treatments of equal rank in a block. */
    public boolean tied() {
        return Arrays.stream(meanRanks)
                .map(rank -> rank * blocks)
                .anyMatch(sum -> Math.abs(sum - Math.rint(sum)) > TOLERANCE);
    }

    /** Whether two treatments differ. */
    public boolean differ(int first, int second) {
        return Math.abs(meanRanks[first] - meanRanks[second]) >= criticalDifference - TOLERANCE;
    }

    /** Ranks of one block, 1 for the largest. */
    private static double[] ranks(double[] block) {
        double[] ranks = new double[block.length];
        for (int i = 0; i < block.length; i++) {
            int above = 0;
            int equal = 0;
            for (double other : block) {
                above += other > block[i] ? 1 : 0;
                equal += other == block[i] ? 1 : 0;
            }
            ranks[i] = above + (equal + 1) / 2.0;
        }
        return ranks;
    }

    private static double[] sums(double[][] ranks, int treatments) {
        double[] sums = new double[treatments];
        for (double[] block : ranks) {
            for (int t = 0; t < treatments; t++) {
                sums[t] += block[t];
            }
        }
        return sums;
    }

    /** The sum of squared deviations of the rank sums, which grows with Friedman's statistic. */
    private static double spread(double[] sums) {
        double mean = Arrays.stream(sums).average().orElse(0);
        double spread = 0;
        for (double sum : sums) {
            spread += (sum - mean) * (sum - mean);
        }
        return spread;
    }

    private static double statistic(double[][] ranks, double spread, int treatments) {
        double squares = 0;
        for (double[] block : ranks) {
            for (double rank : block) {
                squares += rank * rank;
            }
        }
        double variation = squares - ranks.length * treatments * (treatments + 1.0) * (treatments + 1.0) / 4;
        return variation < TOLERANCE ? 0 : (treatments - 1) * spread / variation;
    }

    private static double range(double[] sums) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double sum : sums) {
            least = Math.min(least, sum);
            most = Math.max(most, sum);
        }
        return most - least;
    }

    /** The least range that at most a share {@link #LEVEL} of the permutations reach. */
    private static double critical(double[] ranges) {
        Arrays.sort(ranges);
        int most = (int) (LEVEL * (ranges.length + 1)) - 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = ranges.length - 1; i >= 0; i--) {
            boolean last = i == 0 || ranges[i - 1] < ranges[i] - TOLERANCE;
            if (last && ranges.length - i <= most) {
                least = ranges[i];
            }
            if (ranges.length - i > most) {
                break;
            }
        }
        return least;
    }

    private static void shuffle(double[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }
}
