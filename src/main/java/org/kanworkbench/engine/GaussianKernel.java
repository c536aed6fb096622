package org.kanworkbench.engine;

import jdk.incubator.vector.FloatVector;
import org.kanworkbench.network.GaussianRbf;

/** G_k = exp(−u²) with u = (x − g_k)/h, and its derivative −2u/h·G_k (FluxKAN's KAG-Net, FastKAN). */
final class GaussianKernel implements BasisKernel {

    private final int centres;
    private final float[] centre;
    private final float inverseWidth;

    GaussianKernel(GaussianRbf basis) {
        centres = basis.centres();
        centre = new float[centres];
        for (int k = 0; k < centres; k++) {
            centre[k] = (float) basis.centre(k);
        }
        inverseWidth = (float) (1 / basis.width());
    }

    @Override
    public void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane) {
        for (int k = 0; k < centres; k++) {
            int to = at + k * plane;
            for (int n = 0; n < count; n += Lanes.COUNT) {
                FloatVector u = FloatVector.fromArray(Lanes.SPECIES, s, n)
                        .sub(centre[k])
                        .mul(inverseWidth);
                FloatVector bump = VectorMath.exp(u.mul(u).neg());
                bump.intoArray(value, to + n);
                if (derivative != null) {
                    u.mul(bump).mul(-2 * inverseWidth).intoArray(derivative, to + n);
                }
            }
        }
    }
}
