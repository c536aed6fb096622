package org.kanworkbench.engine.layer;

import org.kanworkbench.engine.kernel.BasisKernel;
import org.kanworkbench.engine.kernel.CodedRows;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * The terms of a layer's edges at every value of {@link CodedRows}, less those of the background: in place of an
 * evaluation for every entry of a batch. Computed anew only when values, scaling or basis have changed.
 */
final class ValueTable {

    static final int PLANE = CodedRows.VALUES + Lanes.PADDING;

    private final LayerWeights weights;
    private final InputScaler scaler;
    private final int[] anyRow = new int[PLANE];
    private final float[] x = new float[PLANE];
    private final float[] s = new float[PLANE];
    /** In planes, φ_t of the n-th value at t·{@link #PLANE} + n. */
    final float[] phi;
    /** The terms of the background. */
    final float[] background;

    private float[] of;
    private BasisKernel by;
    private float low;
    private float high;
    private int atCode;

    ValueTable(LayerWeights weights, InputScaler scaler) {
        this.weights = weights;
        this.scaler = scaler;
        phi = new float[weights.activeTerms * PLANE];
        background = new float[weights.activeTerms];
    }

    /** @param backgroundCode index of the background's value */
    void refresh(float[] values, int backgroundCode) {
        float least = scaler.scale(values[0]);
        float largest = scaler.scale(values[CodedRows.VALUES - 1]);
        if (of == values && by == weights.kernel && low == least && high == largest && atCode == backgroundCode) {
            return;
        }
        of = values;
        by = weights.kernel;
        low = least;
        high = largest;
        atCode = backgroundCode;
        System.arraycopy(values, 0, x, 0, CodedRows.VALUES);
        if (weights.kernel != null) {
            scaler.scale(x, anyRow, 0, CodedRows.VALUES, 0, s);
        }
        weights.expand(x, s, CodedRows.VALUES, phi, null, PLANE);
        for (int t = 0; t < background.length; t++) {
            int at = t * PLANE;
            float atBackground = phi[at + backgroundCode];
            background[t] = atBackground;
            for (int n = 0; n < CodedRows.VALUES; n++) {
                phi[at + n] -= atBackground;
            }
        }
    }
}
