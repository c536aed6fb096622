package org.kanworkbench.network.basis.recurrence;

import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.BasisParameter;

/**
 * Jacobi polynomials P_0..P_order, orthogonal on [-1, 1] with weight (1−x)^α·(1+x)^β (Szegő: Orthogonal Polynomials, 4.5.1).
 * α = β = 0 are Legendre's. The edge functions of JacobiKAN (github.com/SpaceLearner/JacobiKAN).
 *
 * @param order highest degree
 * @param alpha exponent at 1, above -1
 * @param beta exponent at -1, above -1
 */
public record Jacobi(int order, double alpha, double beta) implements RecurrenceBasis {

    /** Exponents are above -1; values grow fast with them. */
    private static final double LEAST = -0.9;

    private static final double MOST = 5;

    private static final BasisParameter ALPHA = new BasisParameter("alpha", "α, weight at 1", false, LEAST, MOST);
    private static final BasisParameter BETA = new BasisParameter("beta", "β, weight at -1", false, LEAST, MOST);

    public Jacobi {
        Limits.order("jacobi", order);
        Limits.range("alpha of jacobi", alpha, LEAST, MOST);
        Limits.range("beta of jacobi", beta, LEAST, MOST);
    }

    @Override
    public BasisName name() {
        return new BasisName("jacobi", "P");
    }

    @Override
    public List<BasisParameter> parameters() {
        return List.of(BasisParameter.ORDER, ALPHA, BETA);
    }

    @Override
    public List<Double> values() {
        return List.of((double) order, alpha, beta);
    }

    @Override
    public Basis with(List<Double> values) {
        return new Jacobi(values.get(0).intValue(), values.get(1), values.get(2));
    }

    @Override
    public double slope(int k) {
        double n = k + 1;
        return k == 0
                ? (alpha + beta + 2) / 2
                : (2 * n + alpha + beta - 1) * (2 * n + alpha + beta) / (2 * n * (n + alpha + beta));
    }

    @Override
    public double shift(int k) {
        double n = k + 1;
        return k == 0
                ? (alpha - beta) / 2
                : (alpha * alpha - beta * beta)
                        * (2 * n + alpha + beta - 1)
                        / (2 * n * (n + alpha + beta) * (2 * n + alpha + beta - 2));
    }

    @Override
    public double decay(int k) {
        double n = k + 1;
        return (n + alpha - 1)
                * (n + beta - 1)
                * (2 * n + alpha + beta)
                / (n * (n + alpha + beta) * (2 * n + alpha + beta - 2));
    }
}
