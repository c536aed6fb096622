package org.kanworkbench.network.basis.recurrence;

import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * Chebyshev polynomials of the first kind T_0..T_order: T_{k+1} = 2x·T_k − T_{k-1}; KAC-Net's basis
 * (github.com/1ssb/torchkan).
 *
 * @param order highest degree
 */
public record Chebyshev(int order) implements RecurrenceBasis, OrderBasis {

    public Chebyshev {
        Limits.order("chebyshev", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("chebyshev", "T");
    }

    @Override
    public Basis withOrder(int other) {
        return new Chebyshev(other);
    }

    @Override
    public double slope(int k) {
        return k == 0 ? 1 : 2;
    }

    @Override
    public double decay(int k) {
        return 1;
    }
}
