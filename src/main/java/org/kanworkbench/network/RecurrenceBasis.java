package org.kanworkbench.network;

/**
 * Polynomials with a three-term recurrence, φ_0 = 1, φ_1 = a_0·x + b_0 and
 * φ_{k+1}(x) = (a_k·x + b_k)·φ_k(x) − c_k·φ_{k-1}(x). Naming a, b and c is all that a new polynomial family costs:
 * values, derivatives, vector kernels and exported graphs follow from them.
 */
public interface RecurrenceBasis extends Basis {

    /** Highest degree, at least 1. */
    int order();

    /** a_k of the recurrence. */
    double slope(int k);

    /** b_k of the recurrence. */
    default double shift(int k) {
        return 0;
    }

    /** c_k of the recurrence; c_0 is not used. */
    double decay(int k);

    @Override
    default int terms() {
        return order() + 1;
    }

    @Override
    default boolean constantFirst() {
        return true;
    }

    @Override
    default double lower() {
        return -1;
    }

    @Override
    default double upper() {
        return 1;
    }

    @Override
    default void evaluate(double x, double[] value, double[] derivative) {
        value[0] = 1;
        derivative[0] = 0;
        value[1] = slope(0) * x + shift(0);
        derivative[1] = slope(0);
        for (int k = 1; k < order(); k++) {
            double line = slope(k) * x + shift(k);
            value[k + 1] = line * value[k] - decay(k) * value[k - 1];
            derivative[k + 1] = slope(k) * value[k] + line * derivative[k] - decay(k) * derivative[k - 1];
        }
    }

    /** Digits as subscripts, for axis labels. */
    static String subscript(String letter, int k) {
        StringBuilder name = new StringBuilder(letter);
        for (char digit : Integer.toString(k).toCharArray()) {
            name.append((char) ('₀' + digit - '0'));
        }
        return name.toString();
    }
}
