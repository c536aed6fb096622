package org.kanworkbench.network.basis.trained;

import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.Operations;
import org.kanworkbench.network.basis.OrderBasis;

/**
 * Sines of trained frequencies, which all inputs of a layer share, and of fixed phases, which spread over functions and
 * inputs; the basis of SineKAN (Reinhardt, Ramakrishnan and Gleyzer, 2024; github.com/ereinha/SineKAN).
 *
 * @param order number of sines
 * @param step frequencies begin at its multiples
 */
public record Sine(int order, double step) implements TrainedBasis, OrderBasis {

    public Sine {
        Limits.order("sine", order);
        Limits.range("step of sine", step, 1e-3, 100);
    }

    public Sine(int order) {
        this(order, 1);
    }

    @Override
    public BasisName name() {
        return new BasisName("sine", "");
    }

    @Override
    public Basis withOrder(int other) {
        return new Sine(other, step);
    }

    @Override
    public int terms() {
        return order;
    }

    @Override
    public String termName(int k) {
        return "sin" + BasisName.term("", k + 1);
    }

    @Override
    public int kinds() {
        return 1;
    }

    @Override
    public int fixedKinds() {
        return 1;
    }

    @Override
    public int sets(int kind, int inputs) {
        return 1;
    }

    /** Frequencies and phases as SineKAN's, with its ratio of phases between grid sizes. */
    @Override
    public double initial(int kind, int function, int input, int inputs) {
        if (kind == 0) {
            return step * (function + 1);
        }
        double phase = (function + 1.0) / (order + 1) + (inputs == 1 ? 0 : Math.PI * input / (inputs - 1));
        for (int n = 1; n < order; n++) {
            phase *= 0.9724108095811765 * Math.pow(n, -0.9884401790754128) + 0.999449553483052;
        }
        return phase;
    }

    @Override
    public <T> List<T> functions(T x, List<T> own, Operations<T> with) {
        return IntStream.range(0, order)
                .mapToObj(k -> with.sin(with.multiplyAdd(own.get(k), x, own.get(order + k))))
                .toList();
    }
}
