package org.kanworkbench.network.basis.recurrence;

import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * Powers x^0..x^order: x^{k+1} = x·x^k; KANvolver's basis (github.com/1ssb/torchkan).
 *
 * @param order highest degree
 */
public record Monomial(int order) implements RecurrenceBasis, OrderBasis {

    public Monomial {
        Limits.order("monomial", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("monomial", "");
    }

    @Override
    public Basis withOrder(int other) {
        return new Monomial(other);
    }

    @Override
    public String termName(int k) {
        return k == 0 ? "1" : k == 1 ? "x" : k == 2 ? "x²" : k == 3 ? "x³" : "x^" + k;
    }

    @Override
    public double slope(int k) {
        return 1;
    }

    @Override
    public double decay(int k) {
        return 0;
    }
}
