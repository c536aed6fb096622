package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The functions φ_0..φ_{K-1} that every edge of a layer shares; immutable. New bases implement {@link FormulaBasis}:
 * engines, exports, costs and pictures are derived from the formula. B-splines are piecewise and have algorithms of
 * their own everywhere. docs/math has one page per basis.
 */
public sealed interface Basis permits FormulaBasis, GridBasis, NoBasis {

    BasisName name();

    /** The registered name of its family. */
    default String family() {
        return name().family();
    }

    /** The parameters of the family, the most important first; empty if it has none. */
    default List<BasisParameter> parameters() {
        return List.of();
    }

    /** The values of {@link #parameters()}, in their order. */
    default List<Double> values() {
        return List.of();
    }

    /**
     * Creates a basis of this family with other parameter values; everything else is copied from this one.
     *
     * @param values of {@link #parameters()}, in their order
     * @throws IllegalArgumentException with a one-line message if there is no such basis
     */
    default Basis with(List<Double> values) {
        return this;
    }

    /** The display name with its size, for instance {@code Legendre 3}. */
    default String label() {
        return name().label()
                + values().stream()
                        .map(value -> value == Math.rint(value) ? String.valueOf(Math.round(value)) : value.toString())
                        .collect(Collectors.joining(", ", " ", ""));
    }

    /** K, the number of functions, a constant first one included. */
    int terms();

    /** Whether φ_0 = 1, so that its weights can be folded into one bias per output. */
    default boolean constantFirst() {
        return false;
    }

    /** Lower end of the basis's domain. */
    default double lower() {
        return -1;
    }

    /** Upper end of the basis's domain. */
    default double upper() {
        return 1;
    }

    /** Display name of the k-th function, for instance {@code P₂}. */
    default String termName(int k) {
        return BasisName.term(name().letter(), k);
    }

    /**
     * Evaluates every function and its derivative at one point.
     *
     * @param x the scaled input
     * @param value receives φ_k(x), length at least {@link #terms()}
     * @param derivative receives φ'_k(x), length at least {@link #terms()}
     */
    void evaluate(double x, double[] value, double[] derivative);
}
