package org.kanworkbench.expression;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.kanworkbench.expression.Expression.Call;
import org.kanworkbench.expression.Expression.Call2;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.Expression.Power;
import org.kanworkbench.expression.Expression.Product;
import org.kanworkbench.expression.Expression.Sum;
import org.kanworkbench.expression.Expression.Variable;

/** A formula as a function that is fast to evaluate at many points: each operation runs over all of them at once. */
public final class Compiled implements RealFunction {

    /** An operation and what it is made of. */
    private interface Node {
        /** A column that is not to be changed. */
        double[] at(double[][] columns, int rows);
    }

    private final Node root;

    /** As {@link Expression#compile}. */
    Compiled(Expression expression, List<String> names) {
        root = node(expression, names);
    }

    @Override
    public double at(double... x) {
        double[][] columns = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            columns[i] = new double[] {x[i]};
        }
        return root.at(columns, 1)[0];
    }

    /**
     * Its values at rows, in a column that is not to be changed.
     *
     * @param columns one a variable, at least as long as there are rows
     */
    public double[] values(double[][] columns, int rows) {
        return root.at(columns, rows);
    }

    private static Node node(Expression expression, List<String> names) {
        return switch (expression) {
            case Constant(double value, String _) -> (_, rows) -> filled(value, rows);
            case Variable(String name) -> {
                int index = names.indexOf(name);
                if (index < 0) {
                    throw new IllegalArgumentException("the variable " + name + " is not one of " + names);
                }
                yield (columns, _) -> columns[index];
            }
            case Sum(List<Expression> terms) -> folded(Double::sum, 0, nodes(terms, names));
            case Product(List<Expression> factors) -> folded((a, b) -> a * b, 1, nodes(factors, names));
            case Power(Expression base, Expression exponent) -> power(node(base, names), exponent, names);
            case Call(UnaryFunction function, Expression argument) -> each(function.operator(), node(argument, names));
            case Call2(BinaryFunction function, Expression first, Expression second) ->
                each(function::at, node(first, names), node(second, names));
        };
    }

    private static Node[] nodes(List<Expression> parts, List<String> names) {
        return parts.stream().map(part -> node(part, names)).toArray(Node[]::new);
    }

    private static Node power(Node base, Expression exponent, List<String> names) {
        if (exponent instanceof Constant(double n, String _)) {
            if (n == 2) {
                return each(b -> b * b, base);
            }
            if (n == 0.5) {
                return each(Math::sqrt, base);
            }
            if (n == -1) {
                return each(b -> 1 / b, base);
            }
            return each(b -> Math.pow(b, n), base);
        }
        return each(Math::pow, base, node(exponent, names));
    }

    private static Node each(DoubleUnaryOperator function, Node argument) {
        return (columns, rows) -> {
            double[] x = argument.at(columns, rows);
            double[] values = new double[rows];
            for (int r = 0; r < rows; r++) {
                values[r] = function.applyAsDouble(x[r]);
            }
            return values;
        };
    }

    private static Node each(DoubleBinaryOperator function, Node first, Node second) {
        return (columns, rows) -> {
            double[] a = first.at(columns, rows);
            double[] b = second.at(columns, rows);
            double[] values = new double[rows];
            for (int r = 0; r < rows; r++) {
                values[r] = function.applyAsDouble(a[r], b[r]);
            }
            return values;
        };
    }

    private static Node folded(DoubleBinaryOperator function, double neutral, Node[] parts) {
        Node all = (_, rows) -> filled(neutral, rows);
        for (Node part : parts) {
            all = each(function, all, part);
        }
        return all;
    }

    private static double[] filled(double value, int rows) {
        double[] column = new double[rows];
        Arrays.fill(column, value);
        return column;
    }
}
