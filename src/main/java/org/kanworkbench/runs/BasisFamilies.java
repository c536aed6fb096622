package org.kanworkbench.runs;

import java.util.List;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Basis;
import org.kanworkbench.network.Chebyshev;
import org.kanworkbench.network.GaussianRbf;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Monomial;
import org.kanworkbench.network.NoBasis;

/** The basis families that files may name. A new family needs one line here to be saved and opened. */
final class BasisFamilies {

    /** One of each; class and {@link Basis#family()} count, the sizes do not. */
    static final List<Basis> ALL = List.of(
            new Legendre(1), new Chebyshev(1), new Monomial(1), new BSpline(1, 1), new GaussianRbf(2), new NoBasis());

    private BasisFamilies() {}
}
