package org.kanworkbench.network.basis.recurrence;

import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.BasisParameter;

/**
 * Generalised Laguerre polynomials L_0..L_order, orthogonal from 0 to ∞ with weight x^α·exp(−x) (Szegő: Orthogonal
 * Polynomials, 5.1.10). The edge functions of LaguerreKAN (github.com/Boris-73-TA/OrthogPolyKANs).
 *
 * @param order highest degree
 * @param alpha exponent at 0, above -1
 */
public record Laguerre(int order, double alpha) implements RecurrenceBasis {

    private static final BasisParameter ALPHA = new BasisParameter("laguerre-alpha", "α, weight at 0", false, -0.9, 5);

    public Laguerre {
        Limits.order("laguerre", order);
        Limits.range("alpha of laguerre", alpha, ALPHA.least(), ALPHA.most());
    }

    @Override
    public BasisName name() {
        return new BasisName("laguerre", "L");
    }

    @Override
    public List<BasisParameter> parameters() {
        return List.of(BasisParameter.ORDER, ALPHA);
    }

    @Override
    public List<Double> values() {
        return List.of((double) order, alpha);
    }

    @Override
    public Basis with(List<Double> values) {
        return new Laguerre(values.get(0).intValue(), values.get(1));
    }

    @Override
    public double slope(int k) {
        return -1.0 / (k + 1);
    }

    @Override
    public double shift(int k) {
        return (2 * k + 1 + alpha) / (k + 1);
    }

    @Override
    public double decay(int k) {
        return (k + alpha) / (k + 1);
    }
}
