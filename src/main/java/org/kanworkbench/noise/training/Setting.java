package org.kanworkbench.noise.training;

import java.util.Locale;

/** A setting to choose by tuning. */
public sealed interface Setting {

    /** The text for tables, without commas. */
    default String label() {
        return switch (this) {
            case Optimisation o -> String.format(Locale.ROOT, "rate %s decay %s", o.learningRate, o.weightDecay);
            case Degree of -> "degree " + of.degree;
            case Penalty of -> "penalty " + of.weight;
        };
    }

    record Optimisation(double learningRate, double weightDecay) implements Setting {}

    /** Total degree of a polynomial. */
    record Degree(int degree) implements Setting {}

    /** Weight of a spline's roughness against its squared error. */
    record Penalty(double weight) implements Setting {}
}
