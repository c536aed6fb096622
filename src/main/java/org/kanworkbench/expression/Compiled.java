package org.kanworkbench.expression;

import java.util.List;
import org.kanworkbench.expression.Expression.Call;
import org.kanworkbench.expression.Expression.Call2;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.Expression.Power;
import org.kanworkbench.expression.Expression.Product;
import org.kanworkbench.expression.Expression.Sum;
import org.kanworkbench.expression.Expression.Variable;

/** Formulas as functions that are fast to evaluate at many points. */
final class Compiled {

    private Compiled() {}

    /** As {@link Expression#compile}. */
    static RealFunction of(Expression expression, List<String> names) {
        return switch (expression) {
            case Constant(double value, String _) -> _ -> value;
            case Variable(String name) -> {
                int index = names.indexOf(name);
                if (index < 0) {
                    throw new IllegalArgumentException("the variable " + name + " is not one of " + names);
                }
                yield x -> x[index];
            }
            case Sum(List<Expression> terms) -> {
                RealFunction[] each = each(terms, names);
                yield x -> {
                    double sum = 0;
                    for (RealFunction term : each) {
                        sum += term.at(x);
                    }
                    return sum;
                };
            }
            case Product(List<Expression> factors) -> {
                RealFunction[] each = each(factors, names);
                yield x -> {
                    double product = 1;
                    for (RealFunction factor : each) {
                        product *= factor.at(x);
                    }
                    return product;
                };
            }
            case Power(Expression base, Expression exponent) -> power(of(base, names), exponent, names);
            case Call(UnaryFunction function, Expression argument) -> {
                RealFunction inner = of(argument, names);
                yield x -> function.at(inner.at(x));
            }
            case Call2(BinaryFunction function, Expression first, Expression second) -> {
                RealFunction a = of(first, names);
                RealFunction b = of(second, names);
                yield x -> function.at(a.at(x), b.at(x));
            }
        };
    }

    private static RealFunction[] each(List<Expression> parts, List<String> names) {
        return parts.stream().map(part -> of(part, names)).toArray(RealFunction[]::new);
    }

    private static RealFunction power(RealFunction base, Expression exponent, List<String> names) {
        if (exponent instanceof Constant(double n, String _)) {
            if (n == 2) {
                return x -> {
                    double b = base.at(x);
                    return b * b;
                };
            }
            if (n == 0.5) {
                return x -> Math.sqrt(base.at(x));
            }
            if (n == -1) {
                return x -> 1 / base.at(x);
            }
        }
        RealFunction power = of(exponent, names);
        return x -> Math.pow(base.at(x), power.at(x));
    }
}
