package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;

/**
 * Residuals beside those of the rows: a trace of the high differences of splines' neighbouring coefficients. They bend no
 * curve that rows determine; coefficients that hardly any row does go on as the curve beside them.
 */
final class Roughness {

    static final Roughness NONE = new Roughness();

    /** Of the differences; those of a lower one bend where rows are sparse. */
    private static final int ORDER = 6;

    private static final double WEIGHT = 1e-3;

    /** @param first number of the network that it begins with */
    private record Difference(int first, double[] weights) {}

    private final List<Difference> differences = new ArrayList<>();

    private Roughness() {}

    static Roughness of(MultKan network) {
        Roughness roughness = new Roughness();
        int at = 0;
        for (MultKan.Layer layer : network.layers()) {
            for (Edge[] row : layer.edges()) {
                for (int i = 0; i < row.length; i++) {
                    if (row[i] instanceof Edge.Spline && layer.terms()[i] instanceof Knots knots) {
                        roughness.add(at, knots.identity());
                    }
                    at += row[i].parameters();
                }
            }
        }
        return roughness;
    }

    /** Divided differences, which are those of even places where these are even. */
    private void add(int at, double[] places) {
        for (int first = 0; first + ORDER < places.length; first++) {
            double[] weights = new double[ORDER + 1];
            double sum = 0;
            for (int j = 0; j <= ORDER; j++) {
                weights[j] = 1;
                for (int k = 0; k <= ORDER; k++) {
                    weights[j] /= k == j ? 1 : places[first + j] - places[first + k];
                }
                sum += Math.abs(weights[j]);
            }
            if (Double.isFinite(sum)) {
                for (int j = 0; j <= ORDER; j++) {
                    weights[j] *= WEIGHT * Math.scalb(1, ORDER) / sum;
                }
                differences.add(new Difference(at + first, weights));
            }
        }
    }

    int count() {
        return differences.size();
    }

    /**
     * @param numbers the network's
     * @param residuals written from {@code from} on
     */
    void at(double[] numbers, double[] residuals, int from) {
        for (int d = 0; d < differences.size(); d++) {
            Difference difference = differences.get(d);
            double sum = 0;
            for (int j = 0; j <= ORDER; j++) {
                sum += difference.weights[j] * numbers[difference.first + j];
            }
            residuals[from + d] = sum;
        }
    }

    /** @param columns numbers × residuals, of which those from {@code from} on are written */
    void jacobian(double[][] columns, int from) {
        for (int d = 0; d < differences.size(); d++) {
            Difference difference = differences.get(d);
            for (int j = 0; j <= ORDER; j++) {
                columns[difference.first + j][from + d] = difference.weights[j];
            }
        }
    }
}
