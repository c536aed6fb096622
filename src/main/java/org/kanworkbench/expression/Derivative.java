package org.kanworkbench.expression;

import static org.kanworkbench.expression.Expression.ONE;
import static org.kanworkbench.expression.Expression.ZERO;
import static org.kanworkbench.expression.Expression.call;
import static org.kanworkbench.expression.Expression.constant;
import static org.kanworkbench.expression.Expression.power;
import static org.kanworkbench.expression.Expression.product;
import static org.kanworkbench.expression.Expression.sum;
import static org.kanworkbench.expression.UnaryFunction.ABS;
import static org.kanworkbench.expression.UnaryFunction.COS;
import static org.kanworkbench.expression.UnaryFunction.COSH;
import static org.kanworkbench.expression.UnaryFunction.EXP;
import static org.kanworkbench.expression.UnaryFunction.J0;
import static org.kanworkbench.expression.UnaryFunction.J1;
import static org.kanworkbench.expression.UnaryFunction.LOG;
import static org.kanworkbench.expression.UnaryFunction.SIGN;
import static org.kanworkbench.expression.UnaryFunction.SIN;
import static org.kanworkbench.expression.UnaryFunction.SINH;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.expression.Expression.Call;
import org.kanworkbench.expression.Expression.Call2;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.Expression.Power;
import org.kanworkbench.expression.Expression.Product;
import org.kanworkbench.expression.Expression.Sum;
import org.kanworkbench.expression.Expression.Variable;

/** The rules of differentiation. */
final class Derivative {

    /** Near 0 to rounding. */
    private static final double LEAST = 1e-9;

    private Derivative() {}

    /** As {@link Expression#derivative}. */
    static Expression of(Expression expression, String name) {
        return switch (expression) {
            case Constant _ -> ZERO;
            case Variable v -> v.name().equals(name) ? ONE : ZERO;
            case Sum(List<Expression> terms) ->
                sum(terms.stream().map(term -> term.derivative(name)).toList());
            case Product(List<Expression> factors) -> {
                List<Expression> terms = new ArrayList<>();
                for (int i = 0; i < factors.size(); i++) {
                    List<Expression> term = new ArrayList<>(factors);
                    term.set(i, factors.get(i).derivative(name));
                    terms.add(product(term));
                }
                yield sum(terms);
            }
            case Power(Expression base, Expression n)
            when n instanceof Constant -> product(n, power(base, sum(n, constant(-1))), base.derivative(name));
            case Power(Expression base, Expression n) ->
                sum(
                        product(expression, n.derivative(name), call(LOG, base)),
                        product(n, power(base, sum(n, constant(-1))), base.derivative(name)));
            case Call(UnaryFunction f, Expression u) -> product(slope(f, u), u.derivative(name));
            case Call2(BinaryFunction f, Expression a, Expression b) -> slope(f, a, b, name);
        };
    }

    private static Expression slope(UnaryFunction function, Expression u) {
        Expression square = power(u, constant(2));
        Expression minusOne = constant(-1);
        return switch (function) {
            case SIN -> call(COS, u);
            case COS -> product(minusOne, call(SIN, u));
            case TAN -> power(call(COS, u), constant(-2));
            case ASIN -> power(sum(ONE, product(minusOne, square)), constant(-0.5));
            case ACOS -> product(minusOne, power(sum(ONE, product(minusOne, square)), constant(-0.5)));
            case ATAN -> power(sum(ONE, square), minusOne);
            case SINH -> call(COSH, u);
            case COSH -> call(SINH, u);
            case TANH -> sum(ONE, product(minusOne, power(call(function, u), constant(2))));
            case ATANH -> power(sum(ONE, product(minusOne, square)), minusOne);
            case EXP -> call(EXP, u);
            case LOG -> power(u, minusOne);
            case LOG10 -> product(constant(1 / Math.log(10)), power(u, minusOne));
            case SQRT -> product(constant(0.5), power(u, constant(-0.5)));
            case ABS -> call(SIGN, u);
            case SIGN, FLOOR, CEIL -> ZERO;
            case J0 -> product(minusOne, call(J1, u));
            case J1 -> {
                // J1(u)/u is even, and 1/2 at 0, where it cannot be computed.
                Expression size = call(BinaryFunction.MAX, call(ABS, u), constant(LEAST));
                yield sum(call(J0, u), product(minusOne, call(J1, size), power(size, minusOne)));
            }
        };
    }

    private static Expression slope(BinaryFunction function, Expression a, Expression b, String name) {
        Expression da = a.derivative(name);
        Expression db = b.derivative(name);
        Expression half = constant(0.5);
        Expression difference = sum(a, product(constant(-1), b));
        return switch (function) {
            // min and max are (a + b ∓ |a − b|)/2.
            case MIN, MAX -> {
                Expression apart = product(
                        call(SIGN, difference),
                        sum(da, product(constant(-1), db)),
                        constant(function == BinaryFunction.MAX ? 1 : -1));
                yield product(half, sum(da, db, apart));
            }
            case ATAN2 ->
                product(
                        sum(product(b, da), product(constant(-1), a, db)),
                        power(sum(power(a, constant(2)), power(b, constant(2))), constant(-1)));
            // a − b times the whole part of a/b, which is constant but for jumps.
            case MOD ->
                sum(
                        da,
                        product(
                                constant(-1),
                                db,
                                sum(a, product(constant(-1), call(BinaryFunction.MOD, a, b))),
                                power(b, constant(-1))));
        };
    }
}
