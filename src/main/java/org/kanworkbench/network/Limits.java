package org.kanworkbench.network;

import java.util.List;

/** Limits on the size of a network and on other settings, with one-line error messages. */
public final class Limits {

    /** Highest order of polynomials and B-splines. */
    public static final int MAX_ORDER = 12;
    /** Maximum number of B-spline grid intervals and of Gaussian centres. */
    public static final int MAX_GRID = 64;
    /** Maximum number of inputs or outputs of a layer. */
    public static final int MAX_UNITS = 8192;
    /** Maximum number of trained parameters of a network. */
    public static final long MAX_PARAMETERS = 200_000_000L;

    private Limits() {}

    public static void order(String basis, int order) {
        count("order of " + basis, order, 1, MAX_ORDER);
    }

    public static void count(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + ": choose " + least + " to " + most);
        }
    }

    public static void range(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(what + " is " + value + ": choose " + least + " to " + most);
        }
    }

    /** A copy of a list that is not empty and has nothing twice. */
    public static <T> List<T> distinct(String what, List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no " + what + " is given: choose at least one");
        }
        if (values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException("a " + what + " is given twice: leave one out");
        }
        return List.copyOf(values);
    }

    public static void interval(String what, double lower, double upper) {
        if (Double.isInfinite(upper - lower)) {
            throw new IllegalArgumentException(
                    what + " interval [" + lower + ", " + upper + "] is too wide: choose ends that are closer");
        }
        if (!(lower < upper)) {
            throw new IllegalArgumentException(
                    what + " interval [" + lower + ", " + upper + "] is empty: choose a lower end below the upper one");
        }
    }
}
