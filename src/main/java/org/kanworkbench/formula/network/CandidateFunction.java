package org.kanworkbench.formula.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kanworkbench.expression.Compiled;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.expression.ExpressionParser;

/**
 * A function f that an edge may become, as c·f(a·x + b) + d.
 *
 * @param name as pykan calls it, where it has it
 * @param complexity pykan's where it has it: how little such a function is preferred to others
 * @param freedom in what its curves differ
 * @param expression of the variable u
 * @param value of f at one number
 * @param slope of f at one number
 */
public record CandidateFunction(
        String name, int complexity, Freedom freedom, Expression expression, Compiled value, Compiled slope) {

    private static final String VARIABLE = "u";

    /** What a and b change of a curve c·f(a·x + b) + d that c and d cannot. */
    public enum Freedom {
        /** Nothing. */
        NONE(2),
        /** Where it is, and which way it goes: powers. */
        SHIFT(3),
        /** How wide it is: exponentials. */
        SCALE(3),
        /** Both. */
        BOTH(4),
        /** Both, and which way it goes. */
        ALL(4),
        /** Both, with many waves over the range. */
        WAVE(4);

        private final int numbers;

        Freedom(int numbers) {
            this.numbers = numbers;
        }

        /** Of a, b, c and d, those that a curve determines. */
        public int numbers() {
            return numbers;
        }
    }

    /** Every function that edges are compared with; cos and arccos are shifted sin and arcsin. */
    public static final List<CandidateFunction> ALL = List.of(
            of("x", 1, Freedom.NONE, "u"),
            of("x^2", 2, Freedom.SHIFT, "u^2"),
            of("x^3", 3, Freedom.SHIFT, "u^3"),
            of("x^4", 3, Freedom.SHIFT, "u^4"),
            of("x^5", 3, Freedom.SHIFT, "u^5"),
            of("1/x", 2, Freedom.SHIFT, "1/u"),
            of("1/x^2", 2, Freedom.SHIFT, "1/u^2"),
            of("1/x^3", 3, Freedom.SHIFT, "1/u^3"),
            of("1/x^4", 4, Freedom.SHIFT, "1/u^4"),
            of("1/x^5", 5, Freedom.SHIFT, "1/u^5"),
            of("sqrt", 2, Freedom.SHIFT, "sqrt(u)"),
            of("x^1.5", 4, Freedom.SHIFT, "u^1.5"),
            of("1/sqrt(x)", 2, Freedom.SHIFT, "1/sqrt(u)"),
            of("exp", 2, Freedom.SCALE, "exp(u)"),
            of("log", 2, Freedom.SHIFT, "log(u)"),
            of("abs", 3, Freedom.SHIFT, "abs(u)"),
            of("sin", 2, Freedom.WAVE, "sin(u)"),
            of("tan", 3, Freedom.WAVE, "tan(u)"),
            of("tanh", 3, Freedom.BOTH, "tanh(u)"),
            of("sgn", 3, Freedom.SHIFT, "sign(u)"),
            of("arcsin", 4, Freedom.BOTH, "asin(u)"),
            of("arctan", 4, Freedom.BOTH, "atan(u)"),
            of("arctanh", 4, Freedom.BOTH, "atanh(u)"),
            of("gaussian", 3, Freedom.BOTH, "exp(-u^2)"),
            of("cosh", 4, Freedom.BOTH, "cosh(u)"),
            of("sinh", 4, Freedom.BOTH, "sinh(u)"),
            of("j0", 4, Freedom.WAVE, "j0(u)"));

    /** Names that pykan has for functions that are above under others. */
    private static final List<CandidateFunction> OTHERS = List.of(
            of("cos", 2, Freedom.WAVE, "cos(u)"),
            of("arccos", 4, Freedom.BOTH, "acos(u)"),
            of("x^0.5", 2, Freedom.SHIFT, "sqrt(u)"),
            of("1/x^0.5", 2, Freedom.SHIFT, "1/sqrt(u)"));

    /** @param formula of u */
    public static CandidateFunction of(String name, int complexity, Freedom freedom, String formula) {
        return of(name, complexity, freedom, ExpressionParser.parse(formula));
    }

    private static CandidateFunction of(String name, int complexity, Freedom freedom, Expression expression) {
        List<String> names = List.of(VARIABLE);
        return new CandidateFunction(
                name,
                complexity,
                freedom,
                expression,
                expression.compile(names),
                expression.derivative(VARIABLE).compile(names));
    }

    /** One of {@link #ALL}, or one that pykan has under another name. */
    public static Optional<CandidateFunction> named(String name) {
        return Stream.concat(ALL.stream(), OTHERS.stream())
                .filter(f -> f.name.equals(name))
                .findFirst();
    }

    /** Several functions as they are typed, each between commas outside of parentheses. */
    public static List<String> split(String text) {
        List<String> several = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                several.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        if (!text.substring(from).isBlank()) {
            several.add(text.substring(from).strip());
        }
        return several;
    }

    /**
     * A function that has a name, or a new one.
     *
     * @param text a name, or a formula of x, for instance {@code x*exp(-x)}
     * @throws IllegalArgumentException of one line, for what is neither
     */
    public static CandidateFunction typed(String text) {
        Optional<CandidateFunction> known = named(text);
        if (known.isPresent()) {
            return known.get();
        }
        Expression formula = ExpressionParser.parse(text);
        if (!formula.variables().equals(Set.of("x"))) {
            throw new IllegalArgumentException("'" + text + "' is neither a function's name nor a formula of x");
        }
        Expression expression = formula.substitute("x", Expression.variable(VARIABLE));
        return of(text, expression.complexity(), Freedom.ALL, expression);
    }

    /** As a formula of something else. */
    public Expression of(Expression argument) {
        return expression.substitute(VARIABLE, argument);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CandidateFunction f && name.equals(f.name) && expression.equals(f.expression);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
