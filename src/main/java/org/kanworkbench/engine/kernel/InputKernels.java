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
     * @param width stride between two terms' weights
     * @param slope array of the planes of the terms' derivatives; null for {@link #sums} alone
     * @param plane stride between planes
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
     * @param at offset of the term's weights
     * @param dT gradients of the sums, transposed: [output][stride]
     * @param slopeAt offset of its derivatives, one per row
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
     * {@link #gradient} of two neighbouring terms at once. Long because only individually named variables keep vectors
     * in registers.
     *
     * @param other receives the second term's gradients, at the same places as out
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

    /**
     * out[k][b] = Σ_o w[k][o]·dT[o][b] for as many neighbouring terms of one feature as out has rows, all rows b below
     * stride.
     *
     * @param at offset of the first term's weights
     */
    public void sums(int at, float[] dT, float[][] out, int outAt) {
        int k = 0;
        for (; k + 4 <= out.length; k += 4) {
            sumsOfFour(at + k * width, dT, out[k], out[k + 1], out[k + 2], out[k + 3], outAt);
        }
        for (; k < out.length; k++) {
            for (int b = 0; b < stride; b += V) {
                FloatVector sum = FloatVector.zero(S);
                for (int o = 0; o < outputs; o++) {
                    sum = FloatVector.broadcast(S, w[at + k * width + o])
                            .fma(FloatVector.fromArray(S, dT, o * stride + b), sum);
                }
                sum.intoArray(out[k], outAt + b);
            }
        }
    }

    /**
     * out[k][n] = Σ_o w[k][o]·d[rows[n]][o] for as many neighbouring terms of one feature as out has rows, and the entries
     * from ≤ n < to alone: faster than {@link #sums} where most rows have none.
     *
     * @param at offset of the first term's weights
     * @param d gradients of the sums, [row][width]; padding is 0
     */
    public void sumsOfEntries(int at, float[] d, int[] rows, int from, int to, float[][] out) {
        int k = 0;
        for (; k + 4 <= out.length; k += 4) {
            int w0 = at + k * width;
            int w1 = w0 + width;
            int w2 = w1 + width;
            int w3 = w2 + width;
            for (int n = from; n < to; n++) {
                int row = rows[n] * width;
                FloatVector s0 = FloatVector.zero(S);
                FloatVector s1 = s0;
                FloatVector s2 = s0;
                FloatVector s3 = s0;
                for (int o = 0; o < width; o += V) {
                    FloatVector g = FloatVector.fromArray(S, d, row + o);
                    s0 = FloatVector.fromArray(S, w, w0 + o).fma(g, s0);
                    s1 = FloatVector.fromArray(S, w, w1 + o).fma(g, s1);
                    s2 = FloatVector.fromArray(S, w, w2 + o).fma(g, s2);
                    s3 = FloatVector.fromArray(S, w, w3 + o).fma(g, s3);
                }
                out[k][n] = Lanes.sum(s0);
                out[k + 1][n] = Lanes.sum(s1);
                out[k + 2][n] = Lanes.sum(s2);
                out[k + 3][n] = Lanes.sum(s3);
            }
        }
        for (; k < out.length; k++) {
            for (int n = from; n < to; n++) {
                out[k][n] = dot(at + k * width, d, rows[n] * width);
            }
        }
    }

    /** Σ_o w[o]·total[o]: what {@link #sums} come to over all rows, from the sums of dT's rows; padding is 0. */
    public float sumOfAll(int at, float[] total) {
        return dot(at, total, 0);
    }

    private float dot(int at, float[] d, int dAt) {
        FloatVector sum = FloatVector.zero(S);
        for (int o = 0; o < width; o += V) {
            sum = FloatVector.fromArray(S, w, at + o).fma(FloatVector.fromArray(S, d, dAt + o), sum);
        }
        return Lanes.sum(sum);
    }

    private void sumsOfFour(int at, float[] dT, float[] a, float[] b, float[] c, float[] d, int outAt) {
        int r = 0;
        for (; r + 2 * V <= stride; r += 2 * V) {
            FloatVector a0 = FloatVector.zero(S);
            FloatVector a1 = a0;
            FloatVector b0 = a0;
            FloatVector b1 = a0;
            FloatVector c0 = a0;
            FloatVector c1 = a0;
            FloatVector d0 = a0;
            FloatVector d1 = a0;
            for (int o = 0; o < outputs; o++) {
                FloatVector g0 = FloatVector.fromArray(S, dT, o * stride + r);
                FloatVector g1 = FloatVector.fromArray(S, dT, o * stride + r + V);
                FloatVector weight = FloatVector.broadcast(S, w[at + o]);
                a0 = weight.fma(g0, a0);
                a1 = weight.fma(g1, a1);
                weight = FloatVector.broadcast(S, w[at + width + o]);
                b0 = weight.fma(g0, b0);
                b1 = weight.fma(g1, b1);
                weight = FloatVector.broadcast(S, w[at + 2 * width + o]);
                c0 = weight.fma(g0, c0);
                c1 = weight.fma(g1, c1);
                weight = FloatVector.broadcast(S, w[at + 3 * width + o]);
                d0 = weight.fma(g0, d0);
                d1 = weight.fma(g1, d1);
            }
            a0.intoArray(a, outAt + r);
            a1.intoArray(a, outAt + r + V);
            b0.intoArray(b, outAt + r);
            b1.intoArray(b, outAt + r + V);
            c0.intoArray(c, outAt + r);
            c1.intoArray(c, outAt + r + V);
            d0.intoArray(d, outAt + r);
            d1.intoArray(d, outAt + r + V);
        }
        for (; r < stride; r += V) {
            FloatVector sa = FloatVector.zero(S);
            FloatVector sb = sa;
            FloatVector sc = sa;
            FloatVector sd = sa;
            for (int o = 0; o < outputs; o++) {
                FloatVector g = FloatVector.fromArray(S, dT, o * stride + r);
                sa = FloatVector.broadcast(S, w[at + o]).fma(g, sa);
                sb = FloatVector.broadcast(S, w[at + width + o]).fma(g, sb);
                sc = FloatVector.broadcast(S, w[at + 2 * width + o]).fma(g, sc);
                sd = FloatVector.broadcast(S, w[at + 3 * width + o]).fma(g, sd);
            }
            sa.intoArray(a, outAt + r);
            sb.intoArray(b, outAt + r);
            sc.intoArray(c, outAt + r);
            sd.intoArray(d, outAt + r);
        }
    }

    private void addProduct(FloatVector sum, int slopeAt, float[] out, int outAt) {
        sum.fma(FloatVector.fromArray(S, slope, slopeAt), FloatVector.fromArray(S, out, outAt))
                .intoArray(out, outAt);
    }
}
