package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The functions φ_0..φ_{K-1} that every edge of a layer shares; immutable. A new one is a {@link FormulaBasis}:
 * engines, exports, costs and pictures follow from its formula. B-splines are pieces, which have algorithms of their
 * own everywhere. docs/math has one page a basis.
 */
public sealed interface Basis permits FormulaBasis, BSpline, NoBasis {

    /** The registered name, for instance {@code legendre}. */
    String family();

    /** The family's name as shown to people, for instance {@code Legendre}: a proper name unless it says otherwise. */
    default String familyLabel() {
        return Character.toUpperCase(family().charAt(0)) + family().substring(1);
    }

    /** What can be chosen within the family, the number that matters most first; empty when there is nothing. */
    List<BasisParameter> parameters();

    /** The values of {@link #parameters()}, in their order. */
    List<Double> values();

    /**
     * The basis of this family that has other values, and whatever is no parameter from this one.
     *
     * @param values of {@link #parameters()}, in their order
     * @throws IllegalArgumentException of one line, when there is no such basis
     */
    Basis with(List<Double> values);

    /** The name with its size as shown to people, for instance {@code Legendre 3}. */
    default String label() {
        return familyLabel()
                + values().stream()
                        .map(value -> value == Math.rint(value) ? String.valueOf(Math.round(value)) : value.toString())
                        .collect(Collectors.joining(", ", " ", ""));
    }

    /** K, the number of functions, a constant first one included. */
    int terms();

    /** Whether φ_0 = 1, so that one weight of every edge could be folded into a bias of the output. */
    boolean constantFirst();

    /** Lower end of the interval on which the basis is meant to be used. */
    double lower();

    /** Upper end of the interval on which the basis is meant to be used. */
    double upper();

    /** What the k-th function is called on an axis, for instance {@code P₂}. */
    String termName(int k);

    /**
     * Evaluates every function and its derivative at one point.
     *
     * @param x the scaled input
     * @param value receives φ_k(x), length at least {@link #terms()}
     * @param derivative receives φ'_k(x), length at least {@link #terms()}
     */
    void evaluate(double x, double[] value, double[] derivative);
}
