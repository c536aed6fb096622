package org.kanworkbench.expression;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.expression.Expression.Call;
import org.kanworkbench.expression.Expression.Call2;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.Expression.Power;
import org.kanworkbench.expression.Expression.Product;
import org.kanworkbench.expression.Expression.Sum;
import org.kanworkbench.expression.Expression.Variable;

/**
 * A formula whose constants are variables, so that they can be fitted. Whole and half exponents stay what they are: they make
 * the formula's kind.
 *
 * @param template the formula with {@link #name} in the place of every constant
 * @param constants what they were
 */
public record Parameters(Expression template, List<Constant> constants) {

    public static Parameters of(Expression formula) {
        List<Constant> constants = new ArrayList<>();
        Expression template = template(formula, constants);
        return new Parameters(template, List.copyOf(constants));
    }

    /** Of the constant with an index, from 0. */
    public static String name(int index) {
        return "#" + index;
    }

    /** Rebuilt as it is, as simplifying could move constants. */
    private static Expression template(Expression e, List<Constant> constants) {
        return switch (e) {
            case Constant c -> {
                constants.add(c);
                yield new Variable(name(constants.size() - 1));
            }
            case Variable v -> v;
            case Sum(List<Expression> terms) -> new Sum(templates(terms, constants));
            case Product(List<Expression> factors) -> new Product(templates(factors, constants));
            case Power(Expression base, Constant exponent)
            when 2 * exponent.value() == Math.rint(2 * exponent.value()) ->
                new Power(template(base, constants), exponent);
            case Power(Expression base, Expression exponent) ->
                new Power(template(base, constants), template(exponent, constants));
            case Call(UnaryFunction f, Expression u) -> new Call(f, template(u, constants));
            case Call2(BinaryFunction f, Expression a, Expression b) ->
                new Call2(f, template(a, constants), template(b, constants));
        };
    }

    private static List<Expression> templates(List<Expression> parts, List<Constant> constants) {
        return parts.stream().map(part -> template(part, constants)).toList();
    }

    /** The formula with these constants, simplified. */
    public Expression with(List<Constant> values) {
        return template.map(leaf -> leaf instanceof Variable(String name) && name.startsWith("#")
                ? values.get(Integer.parseInt(name.substring(1)))
                : leaf);
    }
}
