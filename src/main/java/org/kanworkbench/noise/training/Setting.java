package org.kanworkbench.noise.training;

import java.util.Locale;

/** A setting to choose by tuning. */
public sealed interface Setting {

    /** The text for tables, without commas. */
    String label();

    record Optimisation(double learningRate, double weightDecay) implements Setting {
        @Override
        public String label() {
            return String.format(Locale.ROOT, "rate %s decay %s", learningRate, weightDecay);
        }
    }

    /** Total degree of a polynomial. */
    record Degree(int degree) implements Setting {
        @Override
        public String label() {
            return "degree " + degree;
        }
    }

    /** Weight of a spline's roughness against its squared error. */
    record Penalty(double weight) implements Setting {
        @Override
        public String label() {
            return "penalty " + weight;
        }
    }
}
