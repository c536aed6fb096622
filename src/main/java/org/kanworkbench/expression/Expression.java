package org.kanworkbench.expression;

import static org.kanworkbench.expression.UnaryFunction.ABS;
import static org.kanworkbench.expression.UnaryFunction.COS;
import static org.kanworkbench.expression.UnaryFunction.EXP;
import static org.kanworkbench.expression.UnaryFunction.LOG;
import static org.kanworkbench.expression.UnaryFunction.SIN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A formula as a tree. Immutable. The static methods simplify as they build: sums and products are flat, their constants
 * folded, like terms added up, constants taken out of functions where that is exact; so formulas that differ in nothing
 * else are equal.
 */
public sealed interface Expression {

    Expression ZERO = constant(0);
    Expression ONE = constant(1);

    /** @param text how it is written where that is exact, for instance {@code 3*pi/2}; empty for a decimal number */
    record Constant(double value, String text) implements Expression {
        @Override
        public boolean equals(Object other) {
            return other instanceof Constant c && c.value == value;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value + 0.0);
        }
    }

    record Variable(String name) implements Expression {}

    /** At least two terms; a constant is the last one. */
    record Sum(List<Expression> terms) implements Expression {

        /** Its first coefficient times a sum that begins with 1: not simplified, which would undo it. */
        private Expression monic() {
            Expression first = coefficient(terms.getFirst());
            return new Product(List.of(first, product(constant(1 / value(first)), this)));
        }
    }

    /** At least two factors; a constant is the first one. */
    record Product(List<Expression> factors) implements Expression {}

    record Power(Expression base, Expression exponent) implements Expression {}

    record Call(UnaryFunction function, Expression argument) implements Expression {}

    record Call2(BinaryFunction function, Expression first, Expression second) implements Expression {}

    static Expression constant(double value) {
        return new Constant(value + 0.0, "");
    }

    static Expression variable(String name) {
        return new Variable(name);
    }

    static Expression sum(Expression... terms) {
        return sum(List.of(terms));
    }

    static Expression sum(List<Expression> terms) {
        Map<Expression, Expression> coefficients = new LinkedHashMap<>();
        double constant = 0;
        List<Expression> constants = new ArrayList<>();
        for (Expression term : terms) {
            for (Expression part : term instanceof Sum s ? s.terms : List.of(term)) {
                if (part instanceof Constant c) {
                    constant += c.value;
                    if (c.value != 0) {
                        constants.add(c);
                    }
                } else {
                    Expression rest = withoutCoefficient(part);
                    Expression before = coefficients.get(rest);
                    Expression own = coefficient(part);
                    coefficients.put(rest, before == null ? own : constant(value(before) + value(own)));
                }
            }
        }
        List<Expression> left = new ArrayList<>();
        coefficients.entrySet().stream()
                .filter(e -> value(e.getValue()) != 0)
                .sorted(Map.Entry.comparingByKey(ORDER))
                .forEach(e -> left.add(product(e.getValue(), e.getKey())));
        if (constant != 0) {
            left.add(constants.size() == 1 ? constants.getFirst() : constant(constant));
        }
        return left.isEmpty() ? ZERO : left.size() == 1 ? left.getFirst() : new Sum(List.copyOf(left));
    }

    static Expression product(Expression... factors) {
        return product(List.of(factors));
    }

    static Expression product(List<Expression> factors) {
        Map<Expression, Expression> exponents = new LinkedHashMap<>();
        List<Expression> exponentials = new ArrayList<>();
        Expression constant = ONE;
        for (Expression factor : factors) {
            for (Expression part : factor instanceof Product p ? p.factors : List.of(factor)) {
                if (part instanceof Constant c) {
                    constant = value(constant) == 1 ? c : c.value == 1 ? constant : constant(value(constant) * c.value);
                } else if (part instanceof Call(UnaryFunction f, Expression u) && f == EXP) {
                    exponentials.add(u);
                } else {
                    Expression base = part instanceof Power p && p.exponent instanceof Constant ? p.base : part;
                    Expression exponent = base == part ? ONE : ((Power) part).exponent;
                    Expression before = exponents.get(base);
                    exponents.put(base, before == null ? exponent : constant(value(before) + value(exponent)));
                }
            }
        }
        if (value(constant) == 0) {
            return ZERO;
        }
        if (!exponentials.isEmpty()) {
            exponents.put(call(EXP, sum(exponentials)), ONE);
        }
        List<Expression> left = new ArrayList<>();
        for (var e : exponents.entrySet()) {
            // What a sum of exponents makes may be a product or a constant itself: x^0, or (2x)^1.
            Expression power = power(e.getKey(), e.getValue());
            constant = coefficientOf(constant, power);
            Expression rest = withoutCoefficient(power);
            if (!rest.equals(ONE)) {
                left.addAll(rest instanceof Product p ? p.factors : List.of(rest));
            }
        }
        for (Expression factor : left) {
            if (factor instanceof Call(UnaryFunction f, Sum s)
                    && f == EXP
                    && s.terms.getLast() instanceof Constant
                    && Math.abs(value(constant)) != 1
                    && Double.isFinite(Math.log(Math.abs(value(constant))))) {
                // A shift too large to become a factor takes the factor in.
                Expression shifted = call(EXP, sum(s, constant(Math.log(Math.abs(value(constant))))));
                left.set(left.indexOf(factor), shifted);
                left.add(constant(Math.signum(value(constant))));
                return product(left);
            }
        }
        left.sort(ORDER);
        if (left.isEmpty()) {
            return constant;
        }
        if (value(constant) == 1) {
            return left.size() == 1 ? left.getFirst() : new Product(List.copyOf(left));
        }
        if (left.size() == 1 && left.getFirst() instanceof Sum s) {
            Expression scale = constant;
            return sum(s.terms.stream().map(term -> product(scale, term)).toList());
        }
        left.addFirst(constant);
        return new Product(List.copyOf(left));
    }

    private static Expression coefficientOf(Expression constant, Expression power) {
        double own = value(coefficient(power));
        return own == 1 ? constant : constant(value(constant) * own);
    }

    static Expression power(Expression base, Expression exponent) {
        if (!(exponent instanceof Constant(double n, String _))) {
            return new Power(base, exponent);
        }
        boolean whole = n == Math.rint(n);
        if (n == 0) {
            return ONE;
        }
        if (n == 1) {
            return base;
        }
        if (base instanceof Constant b) {
            return constant(Math.pow(b.value, n));
        }
        if (base instanceof Power(Expression inner, Constant m) && whole) {
            return power(inner, constant(m.value * n));
        }
        if (base instanceof Call(UnaryFunction f, Expression u) && f == EXP) {
            return call(EXP, product(exponent, u));
        }
        if (base instanceof Call(UnaryFunction f, Expression u) && f == ABS && n % 2 == 0) {
            return power(u, exponent);
        }
        double c = value(coefficient(base));
        if (c != 1 && (whole || c > 0)) {
            return product(constant(Math.pow(c, n)), power(withoutCoefficient(base), exponent));
        }
        return new Power(base, exponent);
    }

    static Expression call(UnaryFunction function, Expression u) {
        if (u instanceof Constant c && Double.isFinite(function.at(c.value))) {
            return constant(function.at(c.value));
        }
        if (function == UnaryFunction.SQRT) {
            return power(u, constant(0.5));
        }
        if (function.parity() != UnaryFunction.Parity.NONE && negative(u)) {
            Expression flipped = call(function, product(constant(-1), u));
            return function.parity() == UnaryFunction.Parity.EVEN ? flipped : product(constant(-1), flipped);
        }
        double c = value(coefficient(u));
        if (function == EXP
                && u instanceof Sum s
                && s.terms.getLast() instanceof Constant k
                && Math.abs(k.value) < MOST_EXPONENT) {
            return product(constant(Math.exp(k.value)), call(EXP, sum(s.terms.subList(0, s.terms.size() - 1))));
        }
        if (function == EXP) {
            List<Expression> terms = u instanceof Sum s ? s.terms : List.of(u);
            List<Expression> powers = new ArrayList<>();
            List<Expression> rest = new ArrayList<>();
            for (Expression term : terms) {
                if (withoutCoefficient(term) instanceof Call(UnaryFunction f, Expression v) && f == LOG) {
                    powers.add(power(v, coefficient(term)));
                } else {
                    rest.add(term);
                }
            }
            if (!powers.isEmpty()) {
                powers.add(rest.isEmpty() ? ONE : call(EXP, sum(rest)));
                return product(powers);
            }
        }
        if ((function == SIN || function == COS) && u instanceof Sum s && s.terms.getLast() instanceof Constant k) {
            long quarters = Math.round(k.value / (Math.PI / 2));
            if (quarters != 0 && Math.abs(k.value - quarters * (Math.PI / 2)) < 1e-14 * Math.abs(k.value)) {
                Expression rest = sum(s.terms.subList(0, s.terms.size() - 1));
                // sin x = cos(x - π/2): a cosine is a quarter ahead.
                int quarter = Math.floorMod(quarters + (function == COS ? 1 : 0), 4);
                return product(constant(quarter < 2 ? 1 : -1), call(quarter % 2 == 0 ? SIN : COS, rest));
            }
        }
        if (function == LOG && c > 0 && c != 1) {
            return sum(call(LOG, withoutCoefficient(u)), constant(Math.log(c)));
        }
        if (function == ABS && c != 1) {
            return product(constant(Math.abs(c)), call(ABS, withoutCoefficient(u)));
        }
        if (function == ABS && u instanceof Sum s) {
            double first = value(coefficient(s.terms.getFirst()));
            if (first != 1) {
                // Else a factor before it and those within would say the same.
                List<Expression> scaled = s.terms.stream()
                        .map(term -> product(constant(value(coefficient(term)) / first), withoutCoefficient(term)))
                        .toList();
                return product(constant(Math.abs(first)), new Call(ABS, sum(scaled)));
            }
        }
        return new Call(function, u);
    }

    static Expression call(BinaryFunction function, Expression a, Expression b) {
        return a instanceof Constant x && b instanceof Constant y
                ? constant(function.at(x.value, y.value))
                : new Call2(function, a, b);
    }

    /** Of e: neither the factor nor what is left of the exponential is to leave the numbers where the whole does not. */
    double MOST_EXPONENT = 30;

    /** By kind, then by what is in it: variables before powers before functions before sums. */
    Comparator<Expression> ORDER =
            Comparator.comparingInt(Expression::rank).thenComparing(e -> Notation.SYMPY.print(e));

    private int rank() {
        return switch (this) {
            case Constant _ -> 0;
            case Variable _ -> 1;
            case Power(Variable _, Expression _) -> 2;
            case Product _ -> 3;
            case Power _ -> 4;
            case Call _, Call2 _ -> 5;
            case Sum _ -> 6;
        };
    }

    /** The constant factor of a product, else 1. */
    private static Expression coefficient(Expression e) {
        return e instanceof Constant
                ? e
                : e instanceof Product p && p.factors.getFirst() instanceof Constant c ? c : ONE;
    }

    private static Expression withoutCoefficient(Expression e) {
        if (e instanceof Constant) {
            return ONE;
        }
        if (e instanceof Product(List<Expression> f) && f.getFirst() instanceof Constant) {
            return f.size() == 2 ? f.getLast() : new Product(f.subList(1, f.size()));
        }
        return e;
    }

    private static double value(Expression constant) {
        return ((Constant) constant).value;
    }

    /** Whether the first term has a negative coefficient. */
    private static boolean negative(Expression e) {
        return value(coefficient(e instanceof Sum s ? s.terms.getFirst() : e)) < 0;
    }

    /** Names of the variables, in alphabetical order. */
    default SortedSet<String> variables() {
        SortedSet<String> names = new TreeSet<>();
        collect(this, names);
        return names;
    }

    private static void collect(Expression e, SortedSet<String> names) {
        if (e instanceof Variable v) {
            names.add(v.name);
        }
        e.parts().forEach(part -> collect(part, names));
    }

    /** What it is made of directly. */
    private List<Expression> parts() {
        return switch (this) {
            case Constant _, Variable _ -> List.of();
            case Sum s -> s.terms;
            case Product p -> p.factors;
            case Power p -> List.of(p.base, p.exponent);
            case Call c -> List.of(c.argument);
            case Call2 c -> List.of(c.first, c.second);
        };
    }

    /** The same with other parts in their order, simplified. */
    private Expression with(List<Expression> parts) {
        return switch (this) {
            case Constant _, Variable _ -> this;
            case Sum _ -> sum(parts);
            case Product _ -> product(parts);
            case Power _ -> power(parts.get(0), parts.get(1));
            case Call c -> call(c.function, parts.getFirst());
            case Call2 c -> call(c.function, parts.get(0), parts.get(1));
        };
    }

    /** Every leaf replaced, and what they make simplified. */
    default Expression map(UnaryOperator<Expression> leaves) {
        return this instanceof Constant || this instanceof Variable
                ? leaves.apply(this)
                : with(parts().stream().map(part -> part.map(leaves)).toList());
    }

    /** With something in place of a variable. */
    default Expression substitute(String name, Expression value) {
        return map(leaf -> leaf.equals(variable(name)) ? value : leaf);
    }

    /** Constants, variables, operators and functions in it; an exponent counts as one with its operator. */
    default int complexity() {
        int own = switch (this) {
            case Constant _, Variable _, Call _, Call2 _ -> 1;
            case Sum s -> s.terms.size() - 1;
            case Product p -> p.factors.size() - 1;
            case Power(Expression _, Constant _) -> 0;
            case Power _ -> 1;
        };
        // A sign costs nothing: -x is one, as x.
        return own
                + parts().stream().mapToInt(Expression::complexity).sum()
                - (this instanceof Product p && p.factors.getFirst() instanceof Constant c && c.value == -1 ? 2 : 0);
    }

    /**
     * With the first coefficient of sums taken out of powers, products and logarithms: of equal formulas, the one with a
     * constant less.
     */
    default Expression factored() {
        Expression same = parts().isEmpty()
                ? this
                : with(parts().stream().map(Expression::factored).toList());
        if (same instanceof Power(Sum sum, Constant(double n, String _))) {
            double first = value(coefficient(sum.terms.getFirst()));
            double scale = n == Math.rint(n) ? first : Math.abs(first);
            return product(constant(Math.pow(scale, n)), new Power(product(constant(1 / scale), sum), constant(n)));
        }
        if (same instanceof Product product) {
            return product(product.factors.stream()
                    .map(factor -> factor instanceof Sum sum ? sum.monic() : factor)
                    .toList());
        }
        if (same instanceof Call(UnaryFunction f, Sum sum) && f == LOG) {
            double scale = Math.abs(value(coefficient(sum.terms.getFirst())));
            return sum(new Call(LOG, product(constant(1 / scale), sum)), constant(Math.log(scale)));
        }
        return same;
    }

    /** Products and small whole powers of sums multiplied out, where that makes at most so many terms. */
    default Expression expanded(int most) {
        Expression same = parts().isEmpty()
                ? this
                : with(parts().stream().map(part -> part.expanded(most)).toList());
        List<Expression> factors = switch (same) {
            case Product product -> product.factors;
            case Power(Sum sum, Constant(double n, String _))
            when n == 2 || n == 3 -> Collections.nCopies((int) n, sum);
            default -> List.of();
        };
        Expression all = ONE;
        for (Expression factor : factors) {
            List<Expression> terms = new ArrayList<>();
            for (Expression left : all instanceof Sum s ? s.terms : List.of(all)) {
                for (Expression right : factor instanceof Sum s ? s.terms : List.of(factor)) {
                    terms.add(product(left, right));
                }
            }
            if (terms.size() > most) {
                return same;
            }
            all = sum(terms);
        }
        return factors.isEmpty() ? same : all;
    }

    /**
     * A function of rows of the named variables.
     *
     * @throws IllegalArgumentException for a variable that is not named
     */
    default Compiled compile(List<String> names) {
        return new Compiled(this, names);
    }

    /** The derivative with respect to a variable. Steps have the slope 0 everywhere, as their own slope has no value. */
    default Expression derivative(String name) {
        return Derivative.of(this, name);
    }
}
