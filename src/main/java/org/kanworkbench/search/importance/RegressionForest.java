package org.kanworkbench.search.importance;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.data.ShuffledBatches;

/**
 * A random forest for regression (Breiman, 2001): trees of bootstrap samples, split where the squared error falls most.
 * Settings are few, so that every split considers all of them.
 */
final class RegressionForest {

    private static final int TREES = 64;
    private static final int LEAST_LEAF = 2;
    private static final int DEEPEST = 12;

    private final double[][] x;
    private final double[] y;
    private final Tree[] trees = new Tree[TREES];
    /** [tree][row] rows that a tree has not seen. */
    private final boolean[][] unseen = new boolean[TREES][];

    private sealed interface Tree {
        record Leaf(double mean) implements Tree {}

        record Split(int column, double at, Tree below, Tree above) implements Tree {}
    }

    /** @param x rows × columns */
    RegressionForest(double[][] x, double[] y, long seed) {
        this.x = x;
        this.y = y;
        SplittableRandom random = new SplittableRandom(seed);
        for (int t = 0; t < TREES; t++) {
            int[] rows = IntStream.range(0, y.length)
                    .map(_ -> random.nextInt(y.length))
                    .toArray();
            unseen[t] = new boolean[y.length];
            Arrays.fill(unseen[t], true);
            for (int row : rows) {
                unseen[t][row] = false;
            }
            trees[t] = grown(rows, 0);
        }
    }

    private Tree grown(int[] rows, int depth) {
        double mean = Arrays.stream(rows).mapToDouble(row -> y[row]).average().orElseThrow();
        if (rows.length < 2 * LEAST_LEAF || depth == DEEPEST) {
            return new Tree.Leaf(mean);
        }
        // A gain below this may be rounding, whatever the unit.
        double most =
                1e-12 * Arrays.stream(rows).mapToDouble(row -> squared(y[row])).sum();
        int column = -1;
        double at = 0;
        for (int c = 0; c < x[0].length; c++) {
            int by = c;
            int[] sorted = Arrays.stream(rows)
                    .boxed()
                    .sorted((a, b) -> Double.compare(x[a][by], x[b][by]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double total = mean * rows.length;
            double left = 0;
            for (int i = 1; i < sorted.length; i++) {
                left += y[sorted[i - 1]];
                double low = x[sorted[i - 1]][c];
                double high = x[sorted[i]][c];
                if (i < LEAST_LEAF || sorted.length - i < LEAST_LEAF || low == high) {
                    continue;
                }
                double right = total - left;
                double gain = left * left / i + right * right / (sorted.length - i) - total * mean;
                if (gain > most) {
                    most = gain;
                    column = c;
                    at = (low + high) / 2;
                }
            }
        }
        if (column < 0) {
            return new Tree.Leaf(mean);
        }
        int best = column;
        double threshold = at;
        return new Tree.Split(
                best,
                threshold,
                grown(
                        Arrays.stream(rows)
                                .filter(row -> x[row][best] <= threshold)
                                .toArray(),
                        depth + 1),
                grown(
                        Arrays.stream(rows)
                                .filter(row -> x[row][best] > threshold)
                                .toArray(),
                        depth + 1));
    }

    /** The mean of the trees. */
    double predicted(double[] row) {
        return Arrays.stream(trees)
                .mapToDouble(tree -> predicted(tree, row))
                .average()
                .orElseThrow();
    }

    private static double predicted(Tree tree, double[] row) {
        Tree at = tree;
        while (at instanceof Tree.Split split) {
            at = row[split.column] <= split.at ? split.below : split.above;
        }
        return ((Tree.Leaf) at).mean;
    }

    /**
     * How much the squared error on rows that trees have not seen grows if a column's values are exchanged among them; mean
     * over the trees, 0 at least.
     */
    double[] permutationImportance(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] importance = new double[x[0].length];
        for (int t = 0; t < TREES; t++) {
            boolean[] mine = unseen[t];
            int[] rows = IntStream.range(0, y.length).filter(row -> mine[row]).toArray();
            for (int c = 0; c < importance.length; c++) {
                int[] shuffled = rows.clone();
                ShuffledBatches.shuffle(shuffled, random);
                double before = 0;
                double after = 0;
                for (int i = 0; i < rows.length; i++) {
                    double[] row = x[rows[i]].clone();
                    before += squared(predicted(trees[t], row) - y[rows[i]]);
                    row[c] = x[shuffled[i]][c];
                    after += squared(predicted(trees[t], row) - y[rows[i]]);
                }
                importance[c] += (after - before) / Math.max(1, rows.length) / TREES;
            }
        }
        return Arrays.stream(importance).map(one -> Math.max(0, one)).toArray();
    }

    private static double squared(double value) {
        return value * value;
    }
}
