package org.kanworkbench.network.recipe;

/**
 * What is added to the loss so that few edges do all the work (Liu et al., KAN, 2024, section 2.5.1; pykan's {@code reg}):
 * strength × (l1·Σ activity + entropy·(entropies of the activities over an output's edges and over an input's) +
 * coefficient·Σ mean |c| + difference·Σ mean |Δc|), sums over layers. An edge's activity is the standard deviation of what it
 * adds over the samples, over that of its input plus {@value #INPUT_OFFSET}. Means are over the outputs of a layer, Δ is
 * between neighbouring coefficients of an edge.
 *
 * @param strength of all of it; pykan's {@code lamb}; 0 for no penalty
 */
public record SparsityPenalty(double strength, double l1, double entropy, double coefficient, double difference) {

    /** Without any effect. */
    public static final SparsityPenalty OFF = new SparsityPenalty(
            RecipeField.SPARSITY.usual(),
            RecipeField.SPARSITY_L1.usual(),
            RecipeField.SPARSITY_ENTROPY.usual(),
            RecipeField.SPARSITY_COEFFICIENT.usual(),
            RecipeField.SPARSITY_DIFFERENCE.usual());

    /** Added to the spread of an input. */
    public static final double INPUT_OFFSET = 0.1;

    /** Added to sums before a share is taken, and to shares before their logarithm is. */
    private static final double SUM_OFFSET = 1;

    private static final double SHARE_OFFSET = 1e-4;

    public SparsityPenalty {
        RecipeField.SPARSITY.check(strength);
        RecipeField.SPARSITY_L1.check(l1);
        RecipeField.SPARSITY_ENTROPY.check(entropy);
        RecipeField.SPARSITY_COEFFICIENT.check(coefficient);
        RecipeField.SPARSITY_DIFFERENCE.check(difference);
    }

    public boolean active() {
        return strength > 0;
    }

    /**
     * The penalty of one layer's activities, without the strength.
     *
     * @param activities outputs × inputs
     * @param slope the penalty's derivatives by them are added
     */
    public double ofActivities(double[][] activities, double[][] slope) {
        int outputs = activities.length;
        int inputs = activities[0].length;
        double total = 0;
        for (int j = 0; j < outputs; j++) {
            for (int i = 0; i < inputs; i++) {
                total += l1 * activities[j][i];
                slope[j][i] += l1;
            }
            double[] row = activities[j];
            double[] by = new double[inputs];
            total += entropy / outputs * entropy(row, by);
            for (int i = 0; i < inputs; i++) {
                slope[j][i] += entropy / outputs * by[i];
            }
        }
        for (int i = 0; i < inputs; i++) {
            double[] column = new double[outputs];
            for (int j = 0; j < outputs; j++) {
                column[j] = activities[j][i];
            }
            double[] by = new double[outputs];
            total += entropy / inputs * entropy(column, by);
            for (int j = 0; j < outputs; j++) {
                slope[j][i] += entropy / inputs * by[j];
            }
        }
        return total;
    }

    /** Σ -p·log₂(p + ε) of the shares p = v/(Σv + 1), and its slopes by v. */
    private static double entropy(double[] v, double[] slope) {
        double sum = SUM_OFFSET;
        for (double one : v) {
            sum += one;
        }
        double entropy = 0;
        double carried = 0;
        for (int i = 0; i < v.length; i++) {
            double p = v[i] / sum;
            double log = Math.log(p + SHARE_OFFSET) / Math.log(2);
            entropy -= p * log;
            slope[i] = -log - p / ((p + SHARE_OFFSET) * Math.log(2));
            carried += slope[i] * v[i];
        }
        for (int i = 0; i < v.length; i++) {
            slope[i] = slope[i] / sum - carried / (sum * sum);
        }
        return entropy;
    }
}
