package org.kanworkbench.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hipparchus.util.CombinatoricsUtils;
import org.hipparchus.util.MathArrays;

/**
 * Friedman's test (1937) of several treatments, all of them measured in each of several blocks, with a critical
 * difference of mean ranks for all pairs at once, as Nemenyi's (1963). Both by permutation of the values within the
 * blocks, as few blocks are too few for the asymptotic distributions: if the treatments do not differ, all orders within
 * a block are equally likely.
 *
 * @param meanRanks one per treatment, 1 for the best; ties share the mean of their ranks
 * @param tied whether treatments had equal values in a block
 * @param p share of permutations whose Friedman statistic is at least as large: of all, where they are few, else of a sample
 * @param criticalDifference mean ranks at least this far apart are significantly different, at {@link #LEVEL} for all
 *     pairs together; infinite if none can be
 */
public record FriedmanTest(double[] meanRanks, int blocks, boolean tied, double p, double criticalDifference) {

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
        List<double[]> permuted = permuted(ranks, treatments);
        boolean all = permuted.size() < DRAWS;
        // What was observed is one more of a sample.
        int more = all ? 0 : 1;
        long extreme = permuted.stream()
                .filter(drawn -> spread(drawn) >= observed - TOLERANCE)
                .count();
        double[] ranges = permuted.stream().mapToDouble(FriedmanTest::range).toArray();
        return new FriedmanTest(
                Arrays.stream(sums).map(sum -> sum / blocks).toArray(),
                blocks,
                Arrays.stream(ranks)
                        .anyMatch(block -> Arrays.stream(block).distinct().count() < treatments),
                (extreme + more) / (double) (permuted.size() + more),
                critical(ranges, (int) (LEVEL * (ranges.length + more)) - more) / blocks);
    }

    /** Rank sums of all permutations, the first block's left out as it only renames the treatments; or of {@link #DRAWS}. */
    private static List<double[]> permuted(double[][] ranks, int treatments) {
        List<double[]> orders = new ArrayList<>();
        double count = Math.pow(CombinatoricsUtils.factorialDouble(treatments), Math.max(0, ranks.length - 1));
        if (count < DRAWS) {
            List<double[]> sums = List.of(ranks.length == 0 ? new double[treatments] : ranks[0]);
            for (int block = 1; block < ranks.length; block++) {
                orders.clear();
                permute(ranks[block].clone(), 0, orders);
                sums = sums.stream()
                        .flatMap(sum -> orders.stream().map(order -> MathArrays.ebeAdd(sum, order)))
                        .toList();
            }
            return sums;
        }
        double[][] shuffled = Arrays.stream(ranks).map(double[]::clone).toArray(double[][]::new);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int draw = 0; draw < DRAWS; draw++) {
            for (double[] block : shuffled) {
                shuffle(block, random);
            }
            orders.add(sums(shuffled, treatments));
        }
        return orders;
    }

    /** Adds all orders of the values from a place on. */
    private static void permute(double[] values, int from, List<double[]> orders) {
        if (from >= values.length - 1) {
            orders.add(values.clone());
        }
        for (int i = from; from < values.length - 1 && i < values.length; i++) {
            swap(values, from, i);
            permute(values, from + 1, orders);
            swap(values, from, i);
        }
    }

    /** Whether any two treatments could differ significantly, were none ever equal. */
    public static boolean canTell(int blocks, int treatments) {
        double[][] values = new double[blocks][treatments];
        for (double[] block : values) {
            Arrays.setAll(block, treatment -> treatment);
        }
        return Double.isFinite(of(values).criticalDifference());
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

    private static double range(double[] sums) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double sum : sums) {
            least = Math.min(least, sum);
            most = Math.max(most, sum);
        }
        return most - least;
    }

    /** The least range that at most so many of the permutations reach. */
    private static double critical(double[] ranges, int most) {
        Arrays.sort(ranges);
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
            swap(values, i, random.nextInt(i + 1));
        }
    }

    private static void swap(double[] values, int one, int other) {
        double value = values[one];
        values[one] = values[other];
        values[other] = value;
    }
}
