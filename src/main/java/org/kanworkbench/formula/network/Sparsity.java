package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.List;

/**
 * What a training adds to the loss so that few edges do all the work (Liu et al., KAN, 2024, section 2.5.1; pykan's
 * {@code reg}): strength × (l1·Σ activity + entropy·(entropies of activities over a subnode's edges and over an input's) +
 * coefficient·Σ mean |c| + difference·Σ mean |Δc|).
 *
 * @param activity the measure of an edge's activity
 * @param strength of all of it; pykan's {@code lamb}
 */
public record Sparsity(
        Activity activity, double strength, double l1, double entropy, double coefficient, double difference) {

    public static final Sparsity NONE = of(0);

    /** Added to sums before a share is taken, and to shares before their logarithm is. */
    private static final double SUM_OFFSET = 1;

    private static final double SHARE_OFFSET = 1e-4;
    /** Added to the spread of an input. */
    private static final double INPUT_OFFSET = 0.1;

    public enum Activity {
        /** The spread of what the edge's spline adds, over that of its input; pykan's {@code edge_forward_spline_n}. */
        RELATIVE,
        /** The spread of what the edge adds; pykan's {@code edge_forward_spline_u}. */
        ABSOLUTE
    }

    /** pykan's usual weights. */
    public static Sparsity of(double strength) {
        return new Sparsity(Activity.RELATIVE, strength, 1, 2, 0, 0);
    }

    /**
     * Of the last forward pass, and adds its gradient to that of the loss.
     *
     * @param outputs gradient of the loss by the outputs
     * @return the penalty
     */
    public double backward(MultKanPass pass, double[] parameters, double[][] outputs, double[] gradient) {
        if (strength == 0) {
            pass.backward(parameters, outputs, null, gradient);
            return 0;
        }
        List<double[][]> slopes = new ArrayList<>();
        double total = 0;
        for (int l = 0; l < pass.network().layers().size(); l++) {
            double[][] activities = activities(pass, l);
            double[][] slope = new double[activities.length][activities[0].length];
            total += layer(activities, slope);
            slopes.add(slope);
        }
        pass.backward(
                parameters,
                outputs,
                (l, j, i, edge, x) -> edge(pass, new MultKan.Place(l, j, i), slopes.get(l)[j][i], edge, x),
                gradient);
        total += coefficients(pass.network(), parameters, gradient);
        return strength * total;
    }

    /** Subnodes × inputs. */
    private double[][] activities(MultKanPass pass, int l) {
        MultKan.Layer layer = pass.network().layers().get(l);
        double[][] activities = new double[layer.subnodes()][layer.inputs()];
        for (int i = 0; i < layer.inputs(); i++) {
            double spread = inputSpread(pass.inputs(l)[i]);
            for (int j = 0; j < layer.subnodes(); j++) {
                if (counts(layer.edges()[j][i])) {
                    activities[j][i] = MultKanPass.deviation(pass.added(new MultKan.Place(l, j, i))) / spread;
                }
            }
        }
        return activities;
    }

    private boolean counts(Edge edge) {
        return edge instanceof Edge.Spline || edge instanceof Edge.Function && activity == Activity.ABSOLUTE;
    }

    private double inputSpread(double[] x) {
        return activity == Activity.RELATIVE ? MultKanPass.deviation(x) + INPUT_OFFSET : 1;
    }

    /** The penalty of one layer's activities, and its slopes by them. */
    private double layer(double[][] activities, double[][] slope) {
        int subnodes = activities.length;
        int inputs = activities[0].length;
        double total = 0;
        for (int j = 0; j < subnodes; j++) {
            for (int i = 0; i < inputs; i++) {
                total += l1 * activities[j][i];
                slope[j][i] += l1;
            }
            double[] row = activities[j];
            double[] by = new double[inputs];
            total += entropy / subnodes * entropy(row, by);
            for (int i = 0; i < inputs; i++) {
                slope[j][i] += entropy / subnodes * by[i];
            }
        }
        for (int i = 0; i < inputs; i++) {
            double[] column = new double[subnodes];
            for (int j = 0; j < subnodes; j++) {
                column[j] = activities[j][i];
            }
            double[] by = new double[subnodes];
            total += entropy / inputs * entropy(column, by);
            for (int j = 0; j < subnodes; j++) {
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

    /** Carries a slope by an edge's activity to its values, and to its input, by whose spread it was divided. */
    private void edge(MultKanPass pass, MultKan.Place place, double slope, double[] edge, double[] x) {
        if (!counts(pass.network().edge(place))) {
            return;
        }
        double[] input = pass.inputs(place.layer())[place.input()];
        double[] added = pass.added(place);
        double spread = MultKanPass.deviation(added);
        double width = inputSpread(input);
        addSpread(added, spread, strength * slope / width, edge);
        if (activity == Activity.RELATIVE && place.layer() > 0) {
            addSpread(input, width - INPUT_OFFSET, -strength * slope * spread / (width * width), x);
        }
    }

    /** Adds to a gradient that of a column's standard deviation: (v - mean)/((n - 1)·deviation). */
    private static void addSpread(double[] column, double deviation, double factor, double[] gradient) {
        if (deviation == 0) {
            return;
        }
        double mean = MultKanPass.mean(column);
        double share = factor / ((column.length - 1) * deviation);
        for (int r = 0; r < column.length; r++) {
            gradient[r] += share * (column[r] - mean);
        }
    }

    private double coefficients(MultKan network, double[] parameters, double[] gradient) {
        double total = 0;
        int at = 0;
        for (MultKan.Layer layer : network.layers()) {
            for (Edge[] row : layer.edges()) {
                for (Edge edge : row) {
                    if (edge instanceof Edge.Spline(double[] c, double _, double _)) {
                        total += coefficients(parameters, at, c.length, layer.subnodes(), gradient);
                    }
                    at += edge.parameters();
                }
            }
        }
        return total;
    }

    private double coefficients(double[] parameters, int at, int terms, int subnodes, double[] gradient) {
        double total = 0;
        for (int t = at; t < at + terms; t++) {
            total += coefficient * Math.abs(parameters[t]) / subnodes;
            gradient[t] += strength * coefficient * Math.signum(parameters[t]) / subnodes;
            if (t > at) {
                double step = parameters[t] - parameters[t - 1];
                total += difference * Math.abs(step) / subnodes;
                gradient[t] += strength * difference * Math.signum(step) / subnodes;
                gradient[t - 1] -= strength * difference * Math.signum(step) / subnodes;
            }
        }
        return total;
    }
}
