package org.kanworkbench.network.basis;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Limits;

/**
 * 1 if wanted, cos θ, sin θ, cos 2θ, sin 2θ, … up to a frequency, θ from −π to π over the domain, which is one period. The edge
 * functions of FourierKAN (github.com/GistNoesis/FourierKAN), where θ = x. Multiples of the angle follow from the
 * addition theorems, so one sine and one cosine suffice for any order.
 *
 * @param order highest frequency, in periods over the domain
 * @param lower end of the period, in units of the scaled input
 * @param upper its other end
 * @param constant whether 1 is among them
 */
public record Fourier(int order, double lower, double upper, boolean constant) implements OrderBasis {

    public Fourier {
        Limits.order("fourier", order);
        Limits.interval("fourier", lower, upper);
    }

    public Fourier(int order, double lower, double upper) {
        this(order, lower, upper, true);
    }

    public Fourier(int order) {
        this(order, -1, 1);
    }

    @Override
    public BasisName name() {
        return new BasisName("fourier", "");
    }

    @Override
    public Basis withOrder(int other) {
        return new Fourier(other, lower, upper, constant);
    }

    @Override
    public int terms() {
        return 2 * order + (constant ? 1 : 0);
    }

    @Override
    public boolean constantFirst() {
        return constant;
    }

    @Override
    public String termName(int k) {
        int n = constant ? k : k + 1;
        int frequency = (n + 1) / 2;
        String angle = upper == 1 && lower == -1 ? "πx" : upper == Math.PI && lower == -Math.PI ? "x" : "θ";
        return n == 0 ? "1" : (n % 2 == 1 ? "cos " : "sin ") + (frequency == 1 ? "" : frequency) + angle;
    }

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        double slope = 2 * Math.PI / (upper - lower);
        T angle = with.affine(x, slope, -slope * (lower + upper) / 2);
        T cos = with.cos(angle);
        T sin = with.sin(angle);
        List<T> functions = new ArrayList<>(List.of(cos, sin));
        T c = cos;
        T s = sin;
        for (int frequency = 2; frequency <= order; frequency++) {
            T next = with.subtract(with.multiply(c, cos), with.multiply(s, sin));
            s = with.add(with.multiply(s, cos), with.multiply(c, sin));
            c = next;
            functions.add(c);
            functions.add(s);
        }
        return functions;
    }
}
