package org.kanworkbench.engine;

import jdk.incubator.vector.FloatVector;
import org.kanworkbench.network.RecurrenceBasis;

/**
 * Polynomials by their three-term recurrence, φ_{k+1} = (a_k·x + b_k)·φ_k − c_k·φ_{k-1}, and derivatives by the recurrence
 * differentiated, which needs no division and so no care at ±1.
 */
final class RecurrenceKernel implements BasisKernel {

    private final int order;
    private final float[] slope;
    private final float[] shift;
    private final float[] decay;

    RecurrenceKernel(RecurrenceBasis basis) {
        order = basis.order();
        slope = new float[order];
        shift = new float[order];
        decay = new float[order];
        for (int k = 0; k < order; k++) {
            slope[k] = (float) basis.slope(k);
            shift[k] = (float) basis.shift(k);
            decay[k] = k == 0 ? 0 : (float) basis.decay(k);
        }
    }

    @Override
    public void expand(float[] s, int count, float[] value, float[] derivative, int at, int plane) {
        for (int n = 0; n < count; n += Lanes.COUNT) {
            values(s, n, value, at + n, plane);
        }
        if (derivative != null) {
            for (int n = 0; n < count; n += Lanes.COUNT) {
                derivatives(s, n, value, derivative, at + n, plane);
            }
        }
    }

    private void values(float[] s, int n, float[] value, int at, int plane) {
        FloatVector x = FloatVector.fromArray(Lanes.SPECIES, s, n);
        FloatVector before = FloatVector.broadcast(Lanes.SPECIES, 1f);
        FloatVector last = x.mul(slope[0]).add(shift[0]);
        last.intoArray(value, at);
        for (int k = 1; k < order; k++) {
            FloatVector next = x.mul(slope[k]).add(shift[k]).mul(last).sub(before.mul(decay[k]));
            next.intoArray(value, at + k * plane);
            before = last;
            last = next;
        }
    }

    private void derivatives(float[] s, int n, float[] value, float[] derivative, int at, int plane) {
        FloatVector x = FloatVector.fromArray(Lanes.SPECIES, s, n);
        FloatVector before = FloatVector.zero(Lanes.SPECIES);
        FloatVector last = FloatVector.broadcast(Lanes.SPECIES, slope[0]);
        last.intoArray(derivative, at);
        for (int k = 1; k < order; k++) {
            FloatVector p = FloatVector.fromArray(Lanes.SPECIES, value, at + (k - 1) * plane);
            FloatVector next = x.mul(slope[k])
                    .add(shift[k])
                    .mul(last)
                    .sub(before.mul(decay[k]))
                    .add(p.mul(slope[k]));
            next.intoArray(derivative, at + k * plane);
            before = last;
            last = next;
        }
    }
}
