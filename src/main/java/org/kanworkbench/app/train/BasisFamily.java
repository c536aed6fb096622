package org.kanworkbench.app.train;

import java.util.List;
import java.util.stream.Stream;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Basis;
import org.kanworkbench.network.Chebyshev;
import org.kanworkbench.network.GaussianRbf;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Monomial;
import org.kanworkbench.network.NoBasis;

/** The bases one can choose from, and which sizes each has. */
enum BasisFamily {
    LEGENDRE("Legendre"),
    CHEBYSHEV("Chebyshev"),
    MONOMIAL("Monomial"),
    B_SPLINE("B-spline"),
    GAUSSIAN("Gaussian RBF"),
    NONE("None (dense)");

    /** Sizes that a basis can have; one that it has not is 0. */
    record Size(int order, int grid, int centres) {}

    /** What a family begins with when the preset says nothing about it. */
    static final Size USUAL = new Size(3, 5, 8);

    private final String label;

    BasisFamily(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean hasOrder() {
        return this != GAUSSIAN && this != NONE;
    }

    boolean hasGrid() {
        return this == B_SPLINE;
    }

    boolean hasCentres() {
        return this == GAUSSIAN;
    }

    static List<BasisFamily> all() {
        return Stream.of(values()).toList();
    }

    static BasisFamily of(Basis basis) {
        return switch (basis) {
            case Legendre _ -> LEGENDRE;
            case Chebyshev _ -> CHEBYSHEV;
            case Monomial _ -> MONOMIAL;
            case BSpline _ -> B_SPLINE;
            case GaussianRbf _ -> GAUSSIAN;
            case NoBasis _ -> NONE;
            default -> throw new IllegalArgumentException("basis " + basis.label() + " cannot be edited here");
        };
    }

    /** The sizes of a basis, with usual ones where it has none. */
    static Size sizeOf(Basis basis) {
        return switch (basis) {
            case Legendre b -> new Size(b.order(), USUAL.grid(), USUAL.centres());
            case Chebyshev b -> new Size(b.order(), USUAL.grid(), USUAL.centres());
            case Monomial b -> new Size(b.order(), USUAL.grid(), USUAL.centres());
            case BSpline b -> new Size(b.order(), b.grid(), USUAL.centres());
            case GaussianRbf b -> new Size(USUAL.order(), USUAL.grid(), b.centres());
            default -> USUAL;
        };
    }

    /** @param like where the interval comes from, if it is of the same family */
    Basis make(Size size, Basis like) {
        return switch (this) {
            case LEGENDRE -> new Legendre(size.order());
            case CHEBYSHEV -> new Chebyshev(size.order());
            case MONOMIAL -> new Monomial(size.order());
            case B_SPLINE ->
                like instanceof BSpline b
                        ? new BSpline(size.grid(), size.order(), b.lower(), b.upper())
                        : new BSpline(size.grid(), size.order());
            case GAUSSIAN ->
                like instanceof GaussianRbf g
                        ? new GaussianRbf(size.centres(), g.lower(), g.upper())
                        : new GaussianRbf(size.centres());
            case NONE -> new NoBasis();
        };
    }
}
