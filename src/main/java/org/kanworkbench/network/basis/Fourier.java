package org.kanworkbench.network.basis;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Limits;

/**
 * 1, cos πx, sin πx, cos 2πx, sin 2πx, … up to a frequency; one period is the domain. The edge functions of FourierKAN
 * (github.com/GistNoesis/FourierKAN). Multiples of the angle follow from the addition theorems, so one sine and one
 * cosine suffice for any order.
 *
 * @param order highest frequency, in periods over the domain
 */
public record Fourier(int order) implements OrderBasis {

    public Fourier {
        Limits.order("fourier", order);
    }

    @Override
    public String family() {
        return "fourier";
    }

    @Override
    public Basis withOrder(int other) {
        return new Fourier(other);
    }

    @Override
    public int terms() {
        return 2 * order + 1;
    }

    @Override
    public boolean constantFirst() {
        return true;
    }

    @Override
    public double lower() {
        return -1;
    }

    @Override
    public double upper() {
        return 1;
    }

    @Override
    public String termName(int k) {
        int frequency = (k + 1) / 2;
        return k == 0 ? "1" : (k % 2 == 1 ? "cos " : "sin ") + (frequency == 1 ? "" : frequency) + "πx";
    }

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        T angle = with.affine(x, Math.PI, 0);
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
