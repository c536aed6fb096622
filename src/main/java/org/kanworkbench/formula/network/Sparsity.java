package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.recipe.SparsityPenalty;

/**
 * {@link SparsityPenalty} of a network with nodes that multiply: outputs of a layer are its subnodes. An edge's activity is
 * that of its spline; pykan's {@code edge_forward_spline_n}. Coefficients have no penalty.
 *
 * @param strength of all of it; pykan's {@code lamb}
 */
public record Sparsity(double strength, double l1, double entropy) {

    public static final Sparsity NONE = of(0);

    /** pykan's usual weights. */
    public static Sparsity of(double strength) {
        return new Sparsity(strength, 1, 2);
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
            total += new SparsityPenalty(strength, l1, entropy, 0, 0).ofActivities(activities, slope);
            slopes.add(slope);
        }
        pass.backward(
                parameters,
                outputs,
                (l, j, i, edge, x) -> edge(pass, new MultKan.Place(l, j, i), slopes.get(l)[j][i], edge, x),
                gradient);
        return strength * total;
    }

    /** Subnodes × inputs. */
    private static double[][] activities(MultKanPass pass, int l) {
        MultKan.Layer layer = pass.network().layers().get(l);
        double[][] activities = new double[layer.subnodes()][layer.inputs()];
        for (int i = 0; i < layer.inputs(); i++) {
            double spread = inputSpread(pass.inputs(l)[i]);
            for (int j = 0; j < layer.subnodes(); j++) {
                if (layer.edges()[j][i] instanceof Edge.Spline) {
                    activities[j][i] = MultKanPass.deviation(pass.added(new MultKan.Place(l, j, i))) / spread;
                }
            }
        }
        return activities;
    }

    private static double inputSpread(double[] x) {
        return MultKanPass.deviation(x) + SparsityPenalty.INPUT_OFFSET;
    }

    /** Carries a slope by an edge's activity to its values, and to its input, by whose spread it was divided. */
    private void edge(MultKanPass pass, MultKan.Place place, double slope, double[] edge, double[] x) {
        if (!(pass.network().edge(place) instanceof Edge.Spline)) {
            return;
        }
        double[] input = pass.inputs(place.layer())[place.input()];
        double[] added = pass.added(place);
        double spread = MultKanPass.deviation(added);
        double width = inputSpread(input);
        addSpread(added, spread, strength * slope / width, edge);
        if (place.layer() > 0) {
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
}
