package org.kanworkbench.engine;

import java.util.Arrays;
import org.kanworkbench.network.LayerSpec;

/**
 * The terms that all edges of a layer share, at any inputs and by the kernels that train it: the base activation first,
 * if there is one, then the basis functions that have a weight on every edge, in the basis's order. Immutable.
 */
public final class EdgeTerms {

    private final LayerSpec spec;
    private final BasisKernel kernel;
    private final float low;
    private final float high;
    private final int count;
    private final boolean constant;

    /**
     * @param low smallest input, where the layer scales by a range
     * @param high largest one
     */
    public EdgeTerms(LayerSpec spec, float low, float high) {
        this.spec = spec;
        this.low = low;
        this.high = high;
        kernel = spec.basis().terms() == 0 ? null : BasisKernel.of(spec.basis());
        count = spec.weightsPerEdge();
        constant = spec.basis().constantFirst() && !spec.foldsConstant();
    }

    /**
     * Terms and their derivatives.
     *
     * @param values [term][point]
     * @param slopes [term][point], derivatives with respect to x, through the input scaling too
     */
    public record Values(int count, float[] values, float[] slopes) {}

    /** Every term at every input. */
    public Values evaluate(float[] x) {
        int points = x.length;
        int plane = Lanes.padded(points) + Lanes.PADDING;
        float[] padded = Arrays.copyOf(x, plane);
        float[] planes = new float[count * plane];
        float[] slopePlanes = new float[count * plane];
        int first = 0;
        if (spec.hasBase()) {
            Activations.apply(spec.base(), 0, padded, 0, planes, 0, points);
            Activations.differentiate(spec.base(), 0, padded, 0, slopePlanes, 0, points);
            first = 1;
        }
        if (kernel != null) {
            int functions = first + (constant ? 1 : 0);
            if (constant) {
                Arrays.fill(planes, first * plane, first * plane + points, 1);
            }
            InputScaler scaler = InputScaler.fixed(spec.scaling(), low, high);
            float[] s = new float[plane];
            scaler.scale(padded, new int[plane], points, s);
            kernel.expand(s, points, planes, slopePlanes, functions * plane, plane);
            for (int t = functions; t < count; t++) {
                scaler.throughFixed(slopePlanes, t * plane, s, points);
            }
        }
        return new Values(count, packed(planes, plane, points), packed(slopePlanes, plane, points));
    }

    private float[] packed(float[] planes, int plane, int points) {
        float[] packed = new float[Math.multiplyExact(count, points)];
        for (int t = 0; t < count; t++) {
            System.arraycopy(planes, t * plane, packed, t * points, points);
        }
        return packed;
    }
}
