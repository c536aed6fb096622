package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Gradients of one input feature's values, a vector of rows at a time. */
public final class InputKernels {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;

    private final float[] w;
    private final int width;
    private final int outputs;
    private final float[] slope;
    private final int plane;
    private final int stride;

    /**
     * @param w weights, [term][padded output]
     * @param width distance of two terms' weights
     * @param slope what the planes of the terms' derivatives will hold
     * @param plane distance of two planes
     * @param stride rows of gradients, a multiple of the padding
     */
    public InputKernels(float[] w, int width, int outputs, float[] slope, int plane, int stride) {
        this.w = w;
        this.width = width;
        this.outputs = outputs;
        this.slope = slope;
        this.plane = plane;
        this.stride = stride;
    }

    /**
     * out[b] += slope[b]·Σ_o w[o]·dT[o][b] for one term of one feature, all rows b below stride.
     *
     * @param at where the term's weights begin
     * @param dT gradients of the sums, transposed: [output][stride]
     * @param slopeAt where its derivatives begin, one a row
     */
    public void gradient(int at, float[] dT, int slopeAt, float[] out, int outAt) {
        int b = 0;
        for (; b + 4 * V <= stride; b += 4 * V) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int o = 0; o < outputs; o++) {
                FloatVector weight = FloatVector.broadcast(S, w[at + o]);
                int d = o * stride + b;
                s0 = weight.fma(FloatVector.fromArray(S, dT, d), s0);
                s1 = weight.fma(FloatVector.fromArray(S, dT, d + V), s1);
                s2 = weight.fma(FloatVector.fromArray(S, dT, d + 2 * V), s2);
                s3 = weight.fma(FloatVector.fromArray(S, dT, d + 3 * V), s3);
            }
            addProduct(s0, slopeAt + b, out, outAt + b);
            addProduct(s1, slopeAt + b + V, out, outAt + b + V);
            addProduct(s2, slopeAt + b + 2 * V, out, outAt + b + 2 * V);
            addProduct(s3, slopeAt + b + 3 * V, out, outAt + b + 3 * V);
        }
        for (; b < stride; b += V) {
            FloatVector sum = FloatVector.zero(S);
            for (int o = 0; o < outputs; o++) {
                sum = FloatVector.broadcast(S, w[at + o]).fma(FloatVector.fromArray(S, dT, o * stride + b), sum);
            }
            addProduct(sum, slopeAt + b, out, outAt + b);
        }
    }

    /**
     * {@link #gradient} of two neighbouring terms at once. Long because vectors stay in registers only as variables that are named one by
     * one.
     *
     * @param other receives the second term's part, in the same places as out
     */
    public void gradientOfTwo(int at, float[] dT, int slopeAt, float[] out, float[] other, int outAt) {
        int b = 0;
        for (; b + 4 * V <= stride; b += 4 * V) {
            FloatVector s0 = FloatVector.zero(S);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            FloatVector u0 = s0;
            FloatVector u1 = s0;
            FloatVector u2 = s0;
            FloatVector u3 = s0;
            for (int o = 0; o < outputs; o++) {
                int d = o * stride + b;
                FloatVector d0 = FloatVector.fromArray(S, dT, d);
                FloatVector d1 = FloatVector.fromArray(S, dT, d + V);
                FloatVector d2 = FloatVector.fromArray(S, dT, d + 2 * V);
                FloatVector d3 = FloatVector.fromArray(S, dT, d + 3 * V);
                FloatVector weight = FloatVector.broadcast(S, w[at + o]);
                s0 = weight.fma(d0, s0);
                s1 = weight.fma(d1, s1);
                s2 = weight.fma(d2, s2);
                s3 = weight.fma(d3, s3);
                weight = FloatVector.broadcast(S, w[at + width + o]);
                u0 = weight.fma(d0, u0);
                u1 = weight.fma(d1, u1);
                u2 = weight.fma(d2, u2);
                u3 = weight.fma(d3, u3);
            }
            addProduct(s0, slopeAt + b, out, outAt + b);
            addProduct(s1, slopeAt + b + V, out, outAt + b + V);
            addProduct(s2, slopeAt + b + 2 * V, out, outAt + b + 2 * V);
            addProduct(s3, slopeAt + b + 3 * V, out, outAt + b + 3 * V);
            addProduct(u0, slopeAt + plane + b, other, outAt + b);
            addProduct(u1, slopeAt + plane + b + V, other, outAt + b + V);
            addProduct(u2, slopeAt + plane + b + 2 * V, other, outAt + b + 2 * V);
            addProduct(u3, slopeAt + plane + b + 3 * V, other, outAt + b + 3 * V);
        }
        for (; b < stride; b += V) {
            FloatVector s = FloatVector.zero(S);
            FloatVector u = s;
            for (int o = 0; o < outputs; o++) {
                FloatVector d = FloatVector.fromArray(S, dT, o * stride + b);
                s = FloatVector.broadcast(S, w[at + o]).fma(d, s);
                u = FloatVector.broadcast(S, w[at + width + o]).fma(d, u);
            }
            addProduct(s, slopeAt + b, out, outAt + b);
            addProduct(u, slopeAt + plane + b, other, outAt + b);
        }
    }

    private void addProduct(FloatVector sum, int slopeAt, float[] out, int outAt) {
        sum.fma(FloatVector.fromArray(S, slope, slopeAt), FloatVector.fromArray(S, out, outAt))
                .intoArray(out, outAt);
    }
}
