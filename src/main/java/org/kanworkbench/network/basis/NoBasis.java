package org.kanworkbench.network.basis;

import java.util.List;

/** No learnable edge functions: with an identity base, the layer is a plain dense one. */
public record NoBasis() implements Basis {

    @Override
    public String family() {
        return "none";
    }

    @Override
    public String familyLabel() {
        return "None (dense)";
    }

    @Override
    public List<BasisParameter> parameters() {
        return List.of();
    }

    @Override
    public List<Double> values() {
        return List.of();
    }

    @Override
    public Basis with(List<Double> values) {
        return this;
    }

    @Override
    public String label() {
        return "dense";
    }

    @Override
    public int terms() {
        return 0;
    }

    @Override
    public boolean constantFirst() {
        return false;
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
        throw new IndexOutOfBoundsException("no basis, no term " + k);
    }

    @Override
    public void evaluate(double x, double[] value, double[] derivative) {}
}
