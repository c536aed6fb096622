package org.kanworkbench.network.basis.recurrence;

import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * Legendre polynomials P_0..P_order by Bonnet's recursion, (k+1)·P_{k+1} = (2k+1)·x·P_k − k·P_{k-1}; KAL-Net's basis
 * (github.com/1ssb/torchkan).
 *
 * @param order highest degree
 */
public record Legendre(int order) implements RecurrenceBasis, OrderBasis {

    public Legendre {
        Limits.order("legendre", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("legendre", "P");
    }

    @Override
    public Basis withOrder(int other) {
        return new Legendre(other);
    }

    @Override
    public double slope(int k) {
        return (2.0 * k + 1) / (k + 1);
    }

    @Override
    public double decay(int k) {
        return k / (k + 1.0);
    }
}
