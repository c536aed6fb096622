package org.kanworkbench.network.basis.recurrence;

import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * Hermite polynomials H_0..H_order of the physicists: H_{k+1} = 2x·H_k − 2k·H_{k-1}, orthogonal on the whole line with
 * weight exp(−x²). The edge functions of HermiteKAN (github.com/Boris-73-TA/OrthogPolyKANs).
 *
 * @param order highest degree
 */
public record Hermite(int order) implements RecurrenceBasis, OrderBasis {

    public Hermite {
        Limits.order("hermite", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("hermite", "H");
    }

    @Override
    public Basis withOrder(int other) {
        return new Hermite(other);
    }

    @Override
    public double slope(int k) {
        return 2;
    }

    @Override
    public double decay(int k) {
        return 2.0 * k;
    }
}
