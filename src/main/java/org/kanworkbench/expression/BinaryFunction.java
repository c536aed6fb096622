package org.kanworkbench.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** Functions of two variables that formulas may use, beside sums, products and powers. */
public enum BinaryFunction {
    MIN(Math::min),
    MAX(Math::max),
    ATAN2(Math::atan2),
    /** The remainder of a division, with the dividend's sign. */
    MOD((a, b) -> a % b);

    private final DoubleBinaryOperator function;

    BinaryFunction(DoubleBinaryOperator function) {
        this.function = function;
    }

    double at(double a, double b) {
        return function.applyAsDouble(a, b);
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BinaryFunction> named(String id) {
        return Arrays.stream(values()).filter(f -> f.id().equals(id)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(BinaryFunction::id).toList();
    }
}
