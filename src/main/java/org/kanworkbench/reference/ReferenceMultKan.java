package org.kanworkbench.reference;

import java.util.Arrays;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.Knots;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.Stretched;
import org.kanworkbench.formula.network.Terms;
import org.kanworkbench.network.Activation;

/**
 * A network for formulas, with grids of its own for every input and nodes that multiply (MultKAN: Liu et al., KAN 2.0, 2024),
 * evaluated as it is defined: in float64, one row at a time, B-splines by Cox and de Boor's recursion.
 */
public final class ReferenceMultKan {

    private ReferenceMultKan() {}

    /** The outputs of a network at one row of inputs. */
    public static double[] outputs(MultKan network, double... x) {
        double[] nodes = x;
        for (MultKan.Layer layer : network.layers()) {
            nodes = nodes(layer, nodes);
        }
        return nodes;
    }

    private static double[] nodes(MultKan.Layer layer, double[] x) {
        double[] nodes = new double[layer.nodes()];
        Arrays.fill(nodes, 1);
        for (int j = 0; j < layer.subnodes(); j++) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += added(layer.edges()[j][i], layer.terms()[i], x[i]);
            }
            nodes[layer.node(j)] *= layer.subnodeAffine().scale()[j] * sum
                    + layer.subnodeAffine().bias()[j];
        }
        for (int n = 0; n < nodes.length; n++) {
            nodes[n] = layer.nodeAffine().scale()[n] * nodes[n]
                    + layer.nodeAffine().bias()[n];
        }
        return nodes;
    }

    private static double added(Edge edge, Terms terms, double x) {
        return switch (edge) {
            case Edge.None _ -> 0;
            case Edge.Function function -> function.at(x);
            case Edge.Spline(double[] coefficients, double base, double scale) -> {
                double spline = 0;
                for (int t = 0; t < coefficients.length; t++) {
                    spline += coefficients[t] * term(terms, t, x);
                }
                double silu = terms.base() == Activation.SILU ? x / (1 + Math.exp(-x)) : 0;
                yield base * silu + scale * spline;
            }
        };
    }

    private static double term(Terms terms, int t, double x) {
        return switch (terms) {
            case Knots knots -> spline(knots.extended(), t, knots.order(), x);
            case Stretched stretched -> stretched.matrix(new double[] {x})[0][t];
        };
    }

    /** B-spline t of an order over knots; 0/0 counts as 0 where knots coincide. */
    private static double spline(double[] knots, int t, int order, double x) {
        if (order == 0) {
            return x >= knots[t] && x < knots[t + 1] ? 1 : 0;
        }
        double left = knots[t + order] - knots[t];
        double right = knots[t + order + 1] - knots[t + 1];
        return (left == 0 ? 0 : (x - knots[t]) / left * spline(knots, t, order - 1, x))
                + (right == 0 ? 0 : (knots[t + order + 1] - x) / right * spline(knots, t + 1, order - 1, x));
    }
}
