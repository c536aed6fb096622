package org.kanworkbench.engine.layer;

import java.util.Arrays;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.SparsityPenalty;

/**
 * The standard deviations of what a slice's edges add over a batch, for the sparsity penalty, and its gradients. The variance
 * of an edge is wᵀCw, with C the covariance of its input's terms, which all edges of the input share, so nothing is computed
 * per edge and entry: it costs terms² multiplications an entry and 2·terms² an edge, forward and once more for gradients of
 * weights and of inputs, where the layer's sums cost terms an entry and edge.
 */
final class EdgeSpread {

    private final LayerWeights weights;
    private final SparsityPenalty penalty;
    private final int from;
    private final int features;
    private final int active;
    private final int width;
    /** Of the slice: terms of entries, entry n of term t at t·plane + n, their derivatives, inputs, first entries of features. */
    private final float[] phi;

    private final float[] slopes;
    private final float[] x;
    private final int plane;
    private final int[] start;

    /** Outputs × inputs, of the layer. */
    private final double[][] activities;

    private final double[][] slope;

    /** [feature][term][term] */
    private final double[] covariance;
    /** [feature][term] */
    private final double[] mean;
    /** Of every feature's inputs. */
    private final double[] inputMean;

    private final double[] inputSpread;
    private final double[] product;
    private final double[] factor;
    private int rows;

    /**
     * @param slopes null if the layer's inputs need no gradient
     * @param activities receives those of the slice's edges
     * @param slope the penalty's derivatives by them, known when gradients are asked for
     */
    EdgeSpread(
            LayerWeights weights,
            SparsityPenalty penalty,
            int from,
            int[] start,
            float[] x,
            float[] phi,
            float[] slopes,
            int plane,
            double[][] activities,
            double[][] slope) {
        this.weights = weights;
        this.penalty = penalty;
        this.from = from;
        this.start = start;
        this.x = x;
        this.phi = phi;
        this.slopes = slopes;
        this.plane = plane;
        this.activities = activities;
        this.slope = slope;
        features = start.length - 1;
        active = weights.activeTerms;
        width = weights.width;
        covariance = new double[features * active * active];
        mean = new double[features * active];
        inputMean = new double[features];
        inputSpread = new double[features];
        product = new double[width];
        factor = new double[width];
    }

    /**
     * Measures the activities of a batch, whose absent entries have terms of 0; not those of one row, which has none.
     *
     * @param background the input of absent entries
     * @return the penalty of the coefficients, without the strength
     */
    double measure(int rowCount, float background) {
        rows = rowCount;
        double coefficients = 0;
        for (int f = 0; f < features; f++) {
            if (rows > 1) {
                activities(f, background);
            }
            coefficients += coefficients(f, null);
        }
        return coefficients;
    }

    private void activities(int f, float background) {
        spreadOfInput(f, background);
        covariance(f);
        Arrays.fill(factor, 0);
        for (int t = 0; t < active; t++) {
            multiply(f, t);
            int at = edgeAt(f) + t * width;
            for (int o = 0; o < width; o++) {
                factor[o] += product[o] * weights.edgeValues[at + o];
            }
        }
        for (int o = 0; o < activities.length; o++) {
            activities[o][from + f] = Math.sqrt(Math.max(0, factor[o])) / width(f);
        }
    }

    private int edgeAt(int f) {
        return (from + f) * weights.terms * width;
    }

    private double width(int f) {
        return inputSpread[f] + SparsityPenalty.INPUT_OFFSET;
    }

    private void spreadOfInput(int f, float background) {
        double sum = 0;
        double squares = 0;
        for (int n = start[f]; n < start[f + 1]; n++) {
            double v = (double) x[n] - background;
            sum += v;
            squares += v * v;
        }
        inputMean[f] = background + sum / rows;
        inputSpread[f] = Math.sqrt(Math.max(0, squares - sum * sum / rows) / (rows - 1));
    }

    private void covariance(int f) {
        int entries = start[f + 1];
        for (int t = 0; t < active; t++) {
            double sum = 0;
            for (int n = t * plane + start[f]; n < t * plane + entries; n++) {
                sum += phi[n];
            }
            mean[f * active + t] = sum / rows;
            for (int u = 0; u <= t; u++) {
                int other = (u - t) * plane;
                double products = 0;
                for (int n = t * plane + start[f]; n < t * plane + entries; n++) {
                    products += (double) phi[n] * phi[n + other];
                }
                double both = (products - sum * mean[f * active + u]) / (rows - 1);
                covariance[(f * active + t) * active + u] = both;
                covariance[(f * active + u) * active + t] = both;
            }
        }
    }

    /** A row of C·w, of every output. */
    private void multiply(int f, int t) {
        Arrays.fill(product, 0);
        for (int u = 0; u < active; u++) {
            double c = covariance[(f * active + t) * active + u];
            int at = edgeAt(f) + u * width;
            for (int o = 0; o < width; o++) {
                product[o] += c * weights.edgeValues[at + o];
            }
        }
    }

    /** Of every output: the penalty's derivative by an edge's standard deviation, over that; 0 where it is 0. */
    private void factors(int f) {
        for (int o = 0; o < activities.length; o++) {
            double spread = activities[o][from + f] * width(f);
            factor[o] = spread == 0 ? 0 : penalty.strength() * slope[o][from + f] / (width(f) * spread);
        }
    }

    /**
     * Adds the gradients by the activities of one feature's edges.
     *
     * @param g [term][padded output], of the scaled edges
     */
    void addGradient(int f, float[] g) {
        if (rows < 2) {
            return;
        }
        factors(f);
        for (int t = 0; t < active; t++) {
            multiply(f, t);
            for (int o = 0; o < activities.length; o++) {
                g[t * width + o] += (float) (factor[o] * product[o]);
            }
        }
    }

    /**
     * Adds the gradients by one feature's coefficients.
     *
     * @param g [term][padded output], of the edges as they are trained; null for none
     * @return the penalty, without the strength
     */
    double coefficients(int f, float[] g) {
        if (penalty.coefficient() == 0 && penalty.difference() == 0) {
            return 0;
        }
        boolean ordered = weights.spec.basis() instanceof BSpline;
        int outputs = activities.length;
        float gradient = (float) (penalty.strength() / outputs);
        double total = 0;
        for (int k = 0; k < weights.spec.learnedTerms(); k++) {
            int term = weights.termOf(k) * width;
            int before = k == 0 ? 0 : weights.termOf(k - 1) * width;
            for (int o = 0; o < outputs; o++) {
                float c = weights.edges.values[edgeAt(f) + term + o];
                total += penalty.coefficient() * Math.abs(c) / outputs;
                float step = !ordered || k == 0 ? 0 : c - weights.edges.values[edgeAt(f) + before + o];
                total += penalty.difference() * Math.abs(step) / outputs;
                if (g != null) {
                    float byStep = (float) penalty.difference() * Math.signum(step) * gradient;
                    g[term + o] += (float) penalty.coefficient() * Math.signum(c) * gradient + byStep;
                    g[before + o] -= byStep;
                }
            }
        }
        return total;
    }

    /**
     * Adds the gradients by one feature's inputs, of which every row has an entry.
     *
     * @param base receives those of the inputs at {@code at} plus the row
     * @param scaled receives those of the scaled inputs likewise
     * @param functions receives those of the basis's functions instead, [function][entry]; null where slopes of these are known
     */
    void addInputGradient(int f, float[] base, float[] scaled, int at, float[][] functions) {
        if (rows < 2) {
            for (int t = 0; functions != null && t < functions.length; t++) {
                functions[t][start[f]] = 0;
            }
            return;
        }
        factors(f);
        int first = weights.spec.hasBase() ? 1 : 0;
        float[] toBase = weights.spec.scalesBase() ? scaled : base;
        double[] m = new double[active * active];
        for (int t = 0; t < active; t++) {
            for (int u = 0; u < active; u++) {
                double sum = 0;
                for (int o = 0; o < activities.length; o++) {
                    sum += factor[o]
                            * weights.edgeValues[edgeAt(f) + t * width + o]
                            * weights.edgeValues[edgeAt(f) + u * width + o];
                }
                m[t * active + u] = sum / (rows - 1);
            }
        }
        for (int r = 0; r < rows; r++) {
            int n = start[f] + r;
            for (int t = 0; t < active; t++) {
                double sum = 0;
                for (int u = 0; u < active; u++) {
                    sum += m[t * active + u] * (phi[u * plane + n] - mean[f * active + u]);
                }
                if (t >= first && functions != null) {
                    functions[t - first][n] = (float) sum;
                    continue;
                }
                float[] to = t < first ? toBase : scaled;
                to[at + r] += (float) (sum * slopes[t * plane + n]);
            }
        }
        if (inputSpread[f] == 0) {
            return;
        }
        double share = 0;
        for (int o = 0; o < activities.length; o++) {
            share -= slope[o][from + f] * activities[o][from + f];
        }
        share *= penalty.strength() / (width(f) * (rows - 1) * inputSpread[f]);
        for (int r = 0; r < rows; r++) {
            base[at + r] += (float) (share * (x[start[f] + r] - inputMean[f]));
        }
    }
}
