package org.kanworkbench.network.basis.recurrence;

import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * Bessel polynomials y_0..y_order (Krall and Frink, 1949): y_{k+1} = (2k+1)·x·y_k + y_{k-1}, y_1 = x + 1. The edge
 * functions of BesselKAN (github.com/Boris-73-TA/OrthogPolyKANs).
 *
 * @param order highest degree
 */
public record Bessel(int order) implements RecurrenceBasis, OrderBasis {

    public Bessel {
        Limits.order("bessel", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("bessel", "y");
    }

    @Override
    public Basis withOrder(int other) {
        return new Bessel(other);
    }

    @Override
    public double slope(int k) {
        return 2.0 * k + 1;
    }

    @Override
    public double shift(int k) {
        return k == 0 ? 1 : 0;
    }

    @Override
    public double decay(int k) {
        return -1;
    }
}
