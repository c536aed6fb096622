package org.kanworkbench.network.basis;

/** No learnable edge functions: with an identity base, the layer is a plain dense one. */
public record NoBasis() implements Basis {

    @Override
    public BasisName name() {
        return new BasisName("none", "None (dense)", "");
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
    public String termName(int k) {
        throw new IndexOutOfBoundsException("no basis, no term " + k);
    }

    @Override
    public void evaluate(double x, double[] value, double[] derivative) {}
}
