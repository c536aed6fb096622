package org.kanworkbench.network.basis;

import org.kanworkbench.network.Limits;

/**
 * A parameter of a basis family.
 *
 * @param name one word, for identifiers
 * @param label display name
 * @param whole whether it is an integer
 * @param least minimum
 * @param most maximum
 */
public record BasisParameter(String name, String label, boolean whole, double least, double most) {

    /** Degree of polynomials and of spline pieces, number of frequencies. */
    public static final BasisParameter ORDER = new BasisParameter("order", "Order", true, 1, Limits.MAX_ORDER);

    public static final BasisParameter GRID = new BasisParameter("grid", "Grid intervals", true, 1, Limits.MAX_GRID);

    public static final BasisParameter CENTRES = new BasisParameter("centres", "Centres", true, 2, Limits.MAX_GRID);
}
