package org.kanworkbench.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.expression.Parameters;
import org.kanworkbench.formula.network.Edge;
import org.kanworkbench.formula.network.MultKan;

/**
 * An equation for a target.
 *
 * @param names of the inputs, in their order
 */
public record Formula(Expression expression, List<String> names) {

    private static final MathContext SHORT = new MathContext(3);
    /** What rounding leaves of constants that are 0. */
    private static final double NOTHING = 1e-12;

    /** No input is called so. */
    private static final String SPLINE = "SplineOfAnEdge";

    /**
     * What a network computes whose edges are all functions.
     *
     * @param inputs in terms of what is known
     */
    static Expression of(MultKan network, List<Expression> inputs) {
        return of(network, inputs, (_, _) -> {
            throw new IllegalArgumentException("a spline is not a formula");
        });
    }

    /** @param spline what stands for a spline of something */
    private static Expression of(
            MultKan network, List<Expression> inputs, BiFunction<Edge.Spline, Expression, Expression> spline) {
        List<Expression> nodes = inputs;
        for (MultKan.Layer layer : network.layers()) {
            List<Expression> subnodes = new ArrayList<>();
            for (int j = 0; j < layer.subnodes(); j++) {
                List<Expression> terms = new ArrayList<>();
                for (int i = 0; i < layer.inputs(); i++) {
                    terms.add(edge(layer.edges()[j][i], nodes.get(i), spline));
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

    private static Expression edge(Edge edge, Expression x, BiFunction<Edge.Spline, Expression, Expression> spline) {
        return switch (edge) {
            case Edge.None _ -> Expression.ZERO;
            case Edge.Function f -> affine(f.c(), f.d(), f.function().of(affine(f.a(), f.b(), x)));
            case Edge.Spline s -> spline.apply(s, x);
        };
    }

    /**
     * What a network computes in LaTeX, its constants short. Splines are s₁, s₂ and so on.
     *
     * @param names of the inputs
     * @param inputs in their terms
     * @param output in terms of the network's
     */
    static String latex(
            MultKan network, List<String> names, List<Expression> inputs, UnaryOperator<Expression> output) {
        SequencedMap<String, String> splines = new LinkedHashMap<>();
        UnaryOperator<Expression> shortened = e -> {
            // Multiplied out first: products of short constants would be off by more than their last digit.
            Parameters given = Parameters.of(e);
            Parameters parameters = Parameters.of(given.with(given.constants()));
            return parameters.with(parameters.constants().stream()
                    .map(c -> c.text().isEmpty() ? new Constant(rounded(c.value()), "") : c)
                    .toList());
        };
        Expression whole = of(network, inputs, (_, x) -> {
            // A spline of an input takes its scale, too.
            int input = inputs.indexOf(x);
            Expression argument = input < 0 ? x : Expression.variable(names.get(input));
            Expression symbol = Expression.variable(SPLINE + "_" + (splines.size() + 1));
            splines.put(
                    Notation.LATEX.print(symbol),
                    "s_{" + (splines.size() + 1) + "}\\left(" + Notation.LATEX.print(shortened.apply(argument))
                            + "\\right)");
            return symbol;
        });
        String text = Notation.LATEX.print(shortened.apply(output.apply(whole)));
        // The outermost are the last: what stands for a spline may hold others.
        for (var spline : splines.reversed().entrySet()) {
            text = text.replace(spline.getKey(), spline.getValue());
        }
        return text;
    }

    private static double rounded(double value) {
        if (!Double.isFinite(value) || Math.abs(value) < NOTHING) {
            return Double.isFinite(value) ? 0 : value;
        }
        return new BigDecimal(value).round(SHORT).doubleValue();
    }

    private static Expression affine(MultKan.Affine affine, int node, Expression x) {
        return affine(affine.scale()[node], affine.bias()[node], x);
    }

    static Expression affine(double scale, double bias, Expression x) {
        return Expression.sum(Expression.product(Expression.constant(scale), x), Expression.constant(bias));
    }

    /** One value a row, in a column that is not to be changed; not a number where it is not defined. */
    public double[] values(Samples samples) {
        return expression.compile(names).values(samples.x(), samples.rows());
    }

    /** Root mean squared error; infinite where it is not defined at a row. */
    public double rmse(Samples samples) {
        return samples.rmse(values(samples));
    }

    public int complexity() {
        return expression.complexity();
    }
}
