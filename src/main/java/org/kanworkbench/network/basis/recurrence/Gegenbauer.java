package org.kanworkbench.network.basis.recurrence;

import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.BasisParameter;

/**
 * Gegenbauer polynomials C_0..C_order, orthogonal on [-1, 1] with weight (1−x²)^(α−½) (Szegő: Orthogonal Polynomials,
 * 4.7.17). α = ½ are Legendre's, α = 1 Chebyshev's of the second kind. The edge functions of GegenbauerKAN
 * (github.com/Boris-73-TA/OrthogPolyKANs).
 *
 * @param order highest degree
 * @param alpha above 0
 */
public record Gegenbauer(int order, double alpha) implements RecurrenceBasis {

    private static final BasisParameter ALPHA =
            new BasisParameter("gegenbauer-alpha", "α, weight of the ends", false, 0.1, 5);

    public Gegenbauer {
        Limits.order("gegenbauer", order);
        Limits.range("alpha of gegenbauer", alpha, ALPHA.least(), ALPHA.most());
    }

    @Override
    public BasisName name() {
        return new BasisName("gegenbauer", "C");
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
        return new Gegenbauer(values.get(0).intValue(), values.get(1));
    }

    @Override
    public double slope(int k) {
        return 2 * (k + alpha) / (k + 1);
    }

    @Override
    public double decay(int k) {
        return (k + 2 * alpha - 1) / (k + 1);
    }
}
