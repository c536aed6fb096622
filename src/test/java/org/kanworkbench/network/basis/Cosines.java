package org.kanworkbench.network.basis;

import java.util.List;
import java.util.stream.IntStream;

/** 1, cos x, cos 2x, … : a basis that is nowhere registered, and has to work everywhere all the same. */
public record Cosines(int order) implements OrderBasis {

    @Override
    public BasisName name() {
        return new BasisName("cosines", "cos");
    }

    @Override
    public Basis withOrder(int other) {
        return new Cosines(other);
    }

    @Override
    public int terms() {
        return order + 1;
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
        return "cos " + k;
    }

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        return IntStream.rangeClosed(1, order)
                .mapToObj(k -> with.cos(with.affine(x, k, 0)))
                .toList();
    }
}
