package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.recipe.SparsityPenalty;

/**
 * {@link SparsityPenalty} of a network with nodes that multiply: outputs of a layer are its subnodes.
 *
 * @param activity the measure of an edge's activity
 * @param strength of all of it; pykan's {@code lamb}
 */
public record Sparsity(
        Activity activity, double strength, double l1, double entropy, double coefficient, double difference) {

    public static final Sparsity NONE = of(0);

    public enum Activity {
        /** The spread of what the edge's spline adds, over that of its input; pykan's {@code edge_forward_spline_n}. */
        RELATIVE,
        /** The spread of what the edge adds; pykan's {@code edge_forward_spline_u}. */
        ABSOLUTE,
        /**
         * The edge's score, as {@link Scores} has it; pykan's {@code edge_backward}. Its derivatives are pykan's, too, for
         * which the spreads of sums are constants: no line search can rely on them.
         */
        ATTRIBUTION
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
        List<double[][]> scores =
                activity == Activity.ATTRIBUTION ? Scores.of(pass).edges() : List.of();
        double total = 0;
        for (int l = 0; l < pass.network().layers().size(); l++) {
            double[][] activities = activity == Activity.ATTRIBUTION ? scores.get(l) : activities(pass, l);
            double[][] slope = new double[activities.length][activities[0].length];
            total +=
                    new SparsityPenalty(strength, l1, entropy, coefficient, difference).ofActivities(activities, slope);
            slopes.add(slope);
        }
        List<double[][]> bySpread = activity == Activity.ATTRIBUTION ? Scores.slopes(pass, slopes) : slopes;
        pass.backward(
                parameters,
                outputs,
                (l, j, i, edge, x) -> edge(pass, new MultKan.Place(l, j, i), bySpread.get(l)[j][i], edge, x),
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
        return edge instanceof Edge.Spline || edge instanceof Edge.Function && activity != Activity.RELATIVE;
    }

    private double inputSpread(double[] x) {
        return activity == Activity.RELATIVE ? MultKanPass.deviation(x) + SparsityPenalty.INPUT_OFFSET : 1;
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
            addSpread(input, width - SparsityPenalty.INPUT_OFFSET, -strength * slope * spread / (width * width), x);
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
