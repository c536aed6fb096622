package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.RealFunction;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;

/**
 * An equation for a target.
 *
 * @param names of the inputs, in their order
 */
public record Formula(Expression expression, List<String> names) {

    /**
     * What a network computes whose edges are all functions.
     *
     * @param inputs in terms of what is known
     */
    static Expression of(MultKan network, List<Expression> inputs) {
        List<Expression> nodes = inputs;
        for (MultKan.Layer layer : network.layers()) {
            List<Expression> subnodes = new ArrayList<>();
            for (int j = 0; j < layer.subnodes(); j++) {
                List<Expression> terms = new ArrayList<>();
                for (int i = 0; i < layer.inputs(); i++) {
                    terms.add(edge(layer.edges()[j][i], nodes.get(i)));
                }
                subnodes.add(affine(layer.subnodeAffine(), j, Expression.sum(terms)));
            }
            List<Expression> next = new ArrayList<>();
            int subnode = 0;
            for (int n = 0; n < layer.nodes(); n++) {
                int arity = n < layer.sums() ? 1 : layer.arities().get(n - layer.sums());
                next.add(affine(layer.nodeAffine(), n, Expression.product(subnodes.subList(subnode, subnode + arity))));
                subnode += arity;
            }
            nodes = next;
        }
        return nodes.getFirst();
    }

    private static Expression edge(Edge edge, Expression x) {
        return switch (edge) {
            case Edge.None _ -> Expression.ZERO;
            case Edge.Function f -> affine(f.c(), f.d(), f.function().of(affine(f.a(), f.b(), x)));
            case Edge.Spline _ -> throw new IllegalArgumentException("a spline is no formula");
        };
    }

    private static Expression affine(MultKan.Affine affine, int node, Expression x) {
        return affine(affine.scale()[node], affine.bias()[node], x);
    }

    static Expression affine(double scale, double bias, Expression x) {
        return Expression.sum(Expression.product(Expression.constant(scale), x), Expression.constant(bias));
    }

    /** One value a row; not a number where it is not defined. */
    public double[] values(Samples samples) {
        RealFunction function = expression.compile(names);
        double[] row = new double[names.size()];
        return IntStream.range(0, samples.rows())
                .mapToDouble(r -> {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = samples.x()[i][r];
                    }
                    return function.at(row);
                })
                .toArray();
    }

    /** Root mean squared error; infinite where it is not defined at a row. */
    public double rmse(Samples samples) {
        double rmse = samples.rmse(values(samples));
        return Double.isFinite(rmse) ? rmse : Double.POSITIVE_INFINITY;
    }

    public int complexity() {
        return expression.complexity();
    }
}
