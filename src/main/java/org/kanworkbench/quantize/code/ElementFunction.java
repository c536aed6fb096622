package org.kanworkbench.quantize.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A function of single values, by the name of ONNX's operator. */
enum ElementFunction {
    ADD("Add", "{a} + {b}", (a, b, _) -> a + b),
    SUBTRACT("Sub", "{a} - {b}", (a, b, _) -> a - b),
    MULTIPLY("Mul", "{a} * {b}", (a, b, _) -> a * b),
    DIVIDE("Div", "{a} / {b}", (a, b, _) -> a / b),
    POWER("Pow", "pow({a}, {b})", (a, b, _) -> (float) Math.pow(a, b)),
    NEGATE("Neg", "-{a}", (a, _, _) -> -a),
    ABSOLUTE("Abs", "abs({a})", (a, _, _) -> Math.abs(a)),
    SQUARE_ROOT("Sqrt", "sqrt({a})", (a, _, _) -> (float) Math.sqrt(a)),
    EXPONENTIAL("Exp", "exp({a})", (a, _, _) -> (float) Math.exp(a)),
    SINE("Sin", "sin({a})", (a, _, _) -> (float) Math.sin(a)),
    COSINE("Cos", "cos({a})", (a, _, _) -> (float) Math.cos(a)),
    TANH("Tanh", "tanh({a})", (a, _, _) -> (float) Math.tanh(a)),
    SIGMOID("Sigmoid", "{1} / ({1} + exp(-{a}))", (a, _, _) -> (float) (1 / (1 + Math.exp(-a)))),
    RELU("Relu", "max({0}, {a})", (a, _, _) -> Math.max(0, a)),
    PRELU("PRelu", "max({0}, {a}) + {b} * min({0}, {a})", (a, b, _) -> Math.max(0, a) + b * Math.min(0, a)),
    GELU("Gelu", "{0.5} * {a} * ({1} + erf({a} * {0.70710678}))", (a, _, _) ->
            (float) (0.5 * a * (1 + erf(a * Math.sqrt(0.5))))),
    /** Of slope b and shift c. */
    HARD_SIGMOID("HardSigmoid", "max({0}, min({1}, {a} * {b} + {c}))", (a, b, c) -> Math.clamp(a * b + c, 0f, 1f)),
    /** 1 if equal, else 0. */
    EQUAL("Equal", "equal({a}, {b})", (a, b, _) -> a == b ? 1 : 0),
    WHERE("Where", "where({a}, {b}, {c})", (a, b, c) -> a != 0 ? b : c);

    /** Of up to three operands. */
    @FunctionalInterface
    interface Value {
        float of(float a, float b, float c);
    }

    private static final Pattern OPERAND = Pattern.compile("\\{([^}]+)}");
    private static final Pattern CALL = Pattern.compile("[a-z]+(?=\\()");

    private final String operator;
    private final String pattern;
    final Value value;

    ElementFunction(String operator, String pattern, Value value) {
        this.operator = operator;
        this.pattern = pattern;
        this.value = value;
    }

    static Optional<ElementFunction> of(String operator) {
        return Arrays.stream(values()).filter(f -> f.operator.equals(operator)).findFirst();
    }

    /** An expression in a language. */
    String text(Language language, List<String> operands) {
        String called = CALL.matcher(pattern).replaceAll(match -> language.function(match.group()));
        return OPERAND.matcher(called).replaceAll(match -> switch (match.group(1)) {
            case "a" -> operands.get(0);
            case "b" -> operands.get(1);
            case "c" -> operands.get(2);
            default -> language.literal(Float.parseFloat(match.group(1)));
        });
    }

    /** Error function, Abramowitz and Stegun (1964) 7.1.26, as the programs have it. */
    private static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
        return Math.signum(x) * (1 - p * Math.exp(-x * x));
    }
}
