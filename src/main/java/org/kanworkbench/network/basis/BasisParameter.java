package org.kanworkbench.network.basis;

import org.kanworkbench.network.Limits;

/**
 * A number by which a basis can be chosen within its family.
 *
 * @param name one word, for identifiers
 * @param label as shown to people
 * @param whole whether only whole numbers make sense
 * @param least smallest value
 * @param most largest value
 */
public record BasisParameter(String name, String label, boolean whole, double least, double most) {

    /** Degree of polynomials and of spline pieces, number of frequencies. */
    public static final BasisParameter ORDER = new BasisParameter("order", "Order", true, 1, Limits.MAX_ORDER);

    public static final BasisParameter GRID = new BasisParameter("grid", "Grid intervals", true, 1, Limits.MAX_GRID);

    public static final BasisParameter CENTRES = new BasisParameter("centres", "Centres", true, 2, Limits.MAX_GRID);
}
