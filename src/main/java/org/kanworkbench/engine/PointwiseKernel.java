package org.kanworkbench.engine;

import org.kanworkbench.network.Basis;

/** Any basis, point by point, by its own definition: slow, right, and what the fast kernels are held against. */
final class PointwiseKernel implements BasisKernel {

    private final Basis basis;
    private final int skipped;

    PointwiseKernel(Basis basis) {
        this.basis = basis;
        this.skipped = basis.constantFirst() ? 1 : 0;
    }

    @Override
    public void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane) {
        double[] v = new double[basis.terms()];
        double[] d = new double[basis.terms()];
        for (int n = 0; n < count; n++) {
            basis.evaluate(s[n], v, d);
            for (int k = skipped; k < basis.terms(); k++) {
                value[at + (k - skipped) * plane + n] = (float) v[k];
                if (derivative != null) {
                    derivative[at + (k - skipped) * plane + n] = (float) d[k];
                }
            }
        }
    }
}
