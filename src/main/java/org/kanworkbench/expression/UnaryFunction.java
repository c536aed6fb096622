package org.kanworkbench.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Functions of one variable that formulas may use, by the names that people type. */
public enum UnaryFunction {
    SIN(Math::sin, Parity.ODD),
    COS(Math::cos, Parity.EVEN),
    TAN(Math::tan, Parity.ODD),
    ASIN(Math::asin, Parity.ODD),
    ACOS(Math::acos, Parity.NONE),
    ATAN(Math::atan, Parity.ODD),
    SINH(Math::sinh, Parity.ODD),
    COSH(Math::cosh, Parity.EVEN),
    TANH(Math::tanh, Parity.ODD),
    ATANH(x -> (Math.log1p(x) - Math.log1p(-x)) / 2, Parity.ODD),
    EXP(Math::exp, Parity.NONE),
    LOG(Math::log, Parity.NONE),
    LOG10(Math::log10, Parity.NONE),
    SQRT(Math::sqrt, Parity.NONE),
    ABS(Math::abs, Parity.EVEN),
    SIGN(Math::signum, Parity.ODD),
    FLOOR(Math::floor, Parity.NONE),
    CEIL(Math::ceil, Parity.NONE),
    /** Bessel functions of the first kind, of order 0 and 1. */
    J0(Bessel::j0, Parity.EVEN),
    J1(Bessel::j1, Parity.ODD);

    /** What a function makes of the sign of its argument. */
    enum Parity {
        ODD,
        EVEN,
        NONE
    }

    private final DoubleUnaryOperator function;
    private final Parity parity;

    UnaryFunction(DoubleUnaryOperator function, Parity parity) {
        this.function = function;
        this.parity = parity;
    }

    public double at(double x) {
        return function.applyAsDouble(x);
    }

    DoubleUnaryOperator operator() {
        return function;
    }

    Parity parity() {
        return parity;
    }

    /** Lower case, as it is typed. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** By the name as typed, where {@code ln} is {@code log}. */
    static Optional<UnaryFunction> named(String id) {
        String name = id.equals("ln") ? "log" : id;
        return Arrays.stream(values()).filter(f -> f.id().equals(name)).findFirst();
    }

    /** Every name that may be typed. */
    static List<String> names() {
        return Stream.concat(Arrays.stream(values()).map(UnaryFunction::id), Stream.of("ln"))
                .sorted()
                .toList();
    }
}
