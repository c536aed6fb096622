package org.kanworkbench.network.basis.trained;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.Operations;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * SiLU of Gram polynomials, p_0 = 1, p_1 = x, p_i = x·p_{i-1} − β_{i-1}·g(i − 1, i)·p_{i-2}, with trained β_n that all
 * inputs of a layer share; the basis of torch-conv-kan's KAGN (github.com/IvanDrokin/torch-conv-kan).
 *
 * @param order highest degree
 */
public record Gram(int order) implements TrainedBasis, OrderBasis {

    public Gram {
        Limits.order("gram", order);
    }

    @Override
    public BasisName name() {
        return new BasisName("gram", "P");
    }

    @Override
    public Basis withOrder(int other) {
        return new Gram(other);
    }

    @Override
    public int terms() {
        return order + 1;
    }

    /** β_0 and the last β have no effect, but are among KAGN's. */
    @Override
    public int kinds() {
        return order + 1;
    }

    @Override
    public boolean ofLayer(int kind) {
        return true;
    }

    @Override
    public int sets(int kind, int inputs) {
        return 1;
    }

    /** At 0.1 the recurrence's last terms are small at first. */
    @Override
    public double initial(int kind, int function, int input, int inputs) {
        return 0.1;
    }

    /** (m + n)(m − n)·n²/(m²/(4n² − 1)), as KAGN has it. */
    private static double factor(int n, int m) {
        return (m + n) * (m - n) * (double) (n * n) * (4.0 * n * n - 1) / (m * m);
    }

    @Override
    public <T> List<T> functions(T x, List<T> own, Operations<T> with) {
        List<T> polynomials = new ArrayList<>(List.of(with.affine(x, 0, 1), x));
        for (int i = 2; i <= order; i++) {
            T beta = with.affine(own.get((i - 1) * terms()), factor(i - 1, i), 0);
            polynomials.add(with.subtract(
                    with.multiply(x, polynomials.get(i - 1)), with.multiply(beta, polynomials.get(i - 2))));
        }
        return polynomials.stream().map(p -> silu(p, with)).toList();
    }

    private static <T> T silu(T x, Operations<T> with) {
        // By tanh, as exp(−x) and its derivative would exceed all floats far below 0.
        return with.multiply(x, with.affine(with.tanh(with.affine(x, 0.5, 0)), 0.5, 0.5));
    }
}
