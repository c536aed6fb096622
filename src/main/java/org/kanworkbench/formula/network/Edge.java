package org.kanworkbench.formula.network;

/** What leads from one node to another. The arrays are not to be changed. */
public sealed interface Edge {

    Edge NONE = new None();

    /** Numbers in it that are trained. */
    default int parameters() {
        return switch (this) {
            case Spline s -> s.coefficients.length + 2;
            case Function _ -> 4;
            case None _ -> 0;
        };
    }

    /** Was cut off: adds nothing. */
    record None() implements Edge {}

    /**
     * base·silu(x) + scale·Σ cᵢBᵢ(x).
     *
     * @param coefficients one a basis function of its input's knots
     */
    record Spline(double[] coefficients, double base, double scale) implements Edge {}

    /** c·f(a·x + b) + d. */
    record Function(CandidateFunction function, double a, double b, double c, double d) implements Edge {

        public double at(double x) {
            return c * function.value().at(a * x + b) + d;
        }
    }

    /** Writes the trained numbers from {@code at} on: of a spline coefficients, base, scale; of a function a, b, c, d. */
    default void write(double[] to, int at) {
        switch (this) {
            case Spline s -> {
                System.arraycopy(s.coefficients, 0, to, at, s.coefficients.length);
                to[at + s.coefficients.length] = s.base;
                to[at + s.coefficients.length + 1] = s.scale;
            }
            case Function f -> {
                to[at] = f.a;
                to[at + 1] = f.b;
                to[at + 2] = f.c;
                to[at + 3] = f.d;
            }
            case None _ -> {}
        }
    }

    /** With what it adds multiplied. */
    default Edge times(double factor) {
        return switch (this) {
            case Spline s -> new Spline(s.coefficients, factor * s.base, factor * s.scale);
            case Function f -> new Function(f.function, f.a, f.b, factor * f.c, factor * f.d);
            case None _ -> this;
        };
    }

    /** The same kind of edge with the numbers from {@code at} on. */
    default Edge read(double[] from, int at) {
        return switch (this) {
            case Spline s -> {
                int terms = s.coefficients.length;
                yield new Spline(
                        java.util.Arrays.copyOfRange(from, at, at + terms), from[at + terms], from[at + terms + 1]);
            }
            case Function f -> new Function(f.function, from[at], from[at + 1], from[at + 2], from[at + 3]);
            case None _ -> this;
        };
    }
}
