package org.kanworkbench.engine.stem;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * Loops over planes, each the values of one kind at the pixels of an image, row by row with a border. A tap of a kernel
 * sees such a plane from another place on, so that a vector of neighbouring pixels serves many outputs, and what lies
 * between two rows is computed along with them and not used.
 *
 * <p>Long because only individually named variables keep vectors in registers.
 */
final class PlaneKernels {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;

    /** Outputs, or weights, whose sums stay in registers together. */
    static final int GROUP = 8;

    /** {@link #sums} writes so many places at a time. */
    static final int BLOCK = 2 * V;

    private PlaneKernels() {}

    /** The next multiple of {@link #GROUP}. */
    static int grouped(int size) {
        return (size + GROUP - 1) / GROUP * GROUP;
    }

    /** A distance between planes of at least as many values, such that they do not compete for places in the cache. */
    static int plane(int size) {
        return (size + Lanes.PADDING - 1) / Lanes.PADDING / 2 * 2 * Lanes.PADDING + Lanes.PADDING;
    }

    /**
     * out[o][q] = initial[o][q] + Σ_n w[n][o]·in[places[n] + q], for the pixels q from 0 to count.
     *
     * @param inAt where in begins in its array
     * @param w [output / 8][n][output % 8], as many outputs as a multiple of 8
     * @param initial begins at initialAt; its planes are initialPlane apart, which is 0 if all outputs share one
     * @param outputs a plane each, rounded up to a multiple of 8
     * @param outAt where the first one begins
     * @param plane distance between outputs
     * @param count rounded up to whole {@link #BLOCK}s
     */
    static void sums(
            float[] in,
            int inAt,
            int[] places,
            float[] w,
            float[] initial,
            int initialAt,
            int initialPlane,
            int outputs,
            float[] out,
            int outAt,
            int plane,
            int count) {
        for (int o = 0; o < outputs; o += GROUP) {
            for (int q = 0; q < count; q += BLOCK) {
                sumsOfGroup(
                        in,
                        inAt + q,
                        places,
                        w,
                        o * places.length,
                        initial,
                        initialAt + o * initialPlane + q,
                        initialPlane,
                        out,
                        outAt + o * plane + q,
                        plane);
            }
        }
    }

    private static void sumsOfGroup(
            float[] in,
            int inAt,
            int[] places,
            float[] w,
            int at,
            float[] initial,
            int from,
            int initialPlane,
            float[] out,
            int to,
            int plane) {
        FloatVector a0 = FloatVector.fromArray(S, initial, from);
        FloatVector b0 = FloatVector.fromArray(S, initial, from + initialPlane);
        FloatVector c0 = FloatVector.fromArray(S, initial, from + 2 * initialPlane);
        FloatVector d0 = FloatVector.fromArray(S, initial, from + 3 * initialPlane);
        FloatVector e0 = FloatVector.fromArray(S, initial, from + 4 * initialPlane);
        FloatVector f0 = FloatVector.fromArray(S, initial, from + 5 * initialPlane);
        FloatVector g0 = FloatVector.fromArray(S, initial, from + 6 * initialPlane);
        FloatVector h0 = FloatVector.fromArray(S, initial, from + 7 * initialPlane);
        FloatVector a1 = FloatVector.fromArray(S, initial, from + V);
        FloatVector b1 = FloatVector.fromArray(S, initial, from + initialPlane + V);
        FloatVector c1 = FloatVector.fromArray(S, initial, from + 2 * initialPlane + V);
        FloatVector d1 = FloatVector.fromArray(S, initial, from + 3 * initialPlane + V);
        FloatVector e1 = FloatVector.fromArray(S, initial, from + 4 * initialPlane + V);
        FloatVector f1 = FloatVector.fromArray(S, initial, from + 5 * initialPlane + V);
        FloatVector g1 = FloatVector.fromArray(S, initial, from + 6 * initialPlane + V);
        FloatVector h1 = FloatVector.fromArray(S, initial, from + 7 * initialPlane + V);
        for (int n = 0; n < places.length; n++) {
            int p = inAt + places[n];
            int k = at + GROUP * n;
            FloatVector x0 = FloatVector.fromArray(S, in, p);
            FloatVector x1 = FloatVector.fromArray(S, in, p + V);
            FloatVector weight = FloatVector.broadcast(S, w[k]);
            a0 = weight.fma(x0, a0);
            a1 = weight.fma(x1, a1);
            weight = FloatVector.broadcast(S, w[k + 1]);
            b0 = weight.fma(x0, b0);
            b1 = weight.fma(x1, b1);
            weight = FloatVector.broadcast(S, w[k + 2]);
            c0 = weight.fma(x0, c0);
            c1 = weight.fma(x1, c1);
            weight = FloatVector.broadcast(S, w[k + 3]);
            d0 = weight.fma(x0, d0);
            d1 = weight.fma(x1, d1);
            weight = FloatVector.broadcast(S, w[k + 4]);
            e0 = weight.fma(x0, e0);
            e1 = weight.fma(x1, e1);
            weight = FloatVector.broadcast(S, w[k + 5]);
            f0 = weight.fma(x0, f0);
            f1 = weight.fma(x1, f1);
            weight = FloatVector.broadcast(S, w[k + 6]);
            g0 = weight.fma(x0, g0);
            g1 = weight.fma(x1, g1);
            weight = FloatVector.broadcast(S, w[k + 7]);
            h0 = weight.fma(x0, h0);
            h1 = weight.fma(x1, h1);
        }
        a0.intoArray(out, to);
        a1.intoArray(out, to + V);
        b0.intoArray(out, to + plane);
        b1.intoArray(out, to + plane + V);
        c0.intoArray(out, to + 2 * plane);
        c1.intoArray(out, to + 2 * plane + V);
        d0.intoArray(out, to + 3 * plane);
        d1.intoArray(out, to + 3 * plane + V);
        e0.intoArray(out, to + 4 * plane);
        e1.intoArray(out, to + 4 * plane + V);
        f0.intoArray(out, to + 5 * plane);
        f1.intoArray(out, to + 5 * plane + V);
        g0.intoArray(out, to + 6 * plane);
        g1.intoArray(out, to + 6 * plane + V);
        h0.intoArray(out, to + 7 * plane);
        h1.intoArray(out, to + 7 * plane + V);
    }

    /**
     * g[n][o] += Σ_q in[places[n] + q]·d[q][o], for the pixels q from 0 to count.
     *
     * @param places as many as a multiple of 8
     * @param d [pixel][padded output]
     * @param width padded outputs
     */
    static void gradients(float[] in, int[] places, int count, float[] d, int width, float[] g) {
        for (int n = 0; n < places.length; n += GROUP) {
            int o = 0;
            for (; o + 2 * V <= width; o += 2 * V) {
                gradientsOfTwoVectors(in, places, n, count, d, o, width, g);
            }
            if (o < width) {
                gradientsOfVector(in, places, n, count, d, o, width, g);
            }
        }
    }

    private static void gradientsOfTwoVectors(
            float[] in, int[] places, int n, int count, float[] d, int o, int width, float[] g) {
        int p0 = places[n];
        int p1 = places[n + 1];
        int p2 = places[n + 2];
        int p3 = places[n + 3];
        int p4 = places[n + 4];
        int p5 = places[n + 5];
        int p6 = places[n + 6];
        int p7 = places[n + 7];
        int to = n * width + o;
        FloatVector a0 = FloatVector.fromArray(S, g, to);
        FloatVector a1 = FloatVector.fromArray(S, g, to + V);
        FloatVector b0 = FloatVector.fromArray(S, g, to + width);
        FloatVector b1 = FloatVector.fromArray(S, g, to + width + V);
        FloatVector c0 = FloatVector.fromArray(S, g, to + 2 * width);
        FloatVector c1 = FloatVector.fromArray(S, g, to + 2 * width + V);
        FloatVector d0 = FloatVector.fromArray(S, g, to + 3 * width);
        FloatVector d1 = FloatVector.fromArray(S, g, to + 3 * width + V);
        FloatVector e0 = FloatVector.fromArray(S, g, to + 4 * width);
        FloatVector e1 = FloatVector.fromArray(S, g, to + 4 * width + V);
        FloatVector f0 = FloatVector.fromArray(S, g, to + 5 * width);
        FloatVector f1 = FloatVector.fromArray(S, g, to + 5 * width + V);
        FloatVector g0 = FloatVector.fromArray(S, g, to + 6 * width);
        FloatVector g1 = FloatVector.fromArray(S, g, to + 6 * width + V);
        FloatVector h0 = FloatVector.fromArray(S, g, to + 7 * width);
        FloatVector h1 = FloatVector.fromArray(S, g, to + 7 * width + V);
        int y = o;
        for (int q = 0; q < count; q++) {
            FloatVector y0 = FloatVector.fromArray(S, d, y);
            FloatVector y1 = FloatVector.fromArray(S, d, y + V);
            FloatVector x = FloatVector.broadcast(S, in[p0 + q]);
            a0 = x.fma(y0, a0);
            a1 = x.fma(y1, a1);
            x = FloatVector.broadcast(S, in[p1 + q]);
            b0 = x.fma(y0, b0);
            b1 = x.fma(y1, b1);
            x = FloatVector.broadcast(S, in[p2 + q]);
            c0 = x.fma(y0, c0);
            c1 = x.fma(y1, c1);
            x = FloatVector.broadcast(S, in[p3 + q]);
            d0 = x.fma(y0, d0);
            d1 = x.fma(y1, d1);
            x = FloatVector.broadcast(S, in[p4 + q]);
            e0 = x.fma(y0, e0);
            e1 = x.fma(y1, e1);
            x = FloatVector.broadcast(S, in[p5 + q]);
            f0 = x.fma(y0, f0);
            f1 = x.fma(y1, f1);
            x = FloatVector.broadcast(S, in[p6 + q]);
            g0 = x.fma(y0, g0);
            g1 = x.fma(y1, g1);
            x = FloatVector.broadcast(S, in[p7 + q]);
            h0 = x.fma(y0, h0);
            h1 = x.fma(y1, h1);
            y += width;
        }
        a0.intoArray(g, to);
        a1.intoArray(g, to + V);
        b0.intoArray(g, to + width);
        b1.intoArray(g, to + width + V);
        c0.intoArray(g, to + 2 * width);
        c1.intoArray(g, to + 2 * width + V);
        d0.intoArray(g, to + 3 * width);
        d1.intoArray(g, to + 3 * width + V);
        e0.intoArray(g, to + 4 * width);
        e1.intoArray(g, to + 4 * width + V);
        f0.intoArray(g, to + 5 * width);
        f1.intoArray(g, to + 5 * width + V);
        g0.intoArray(g, to + 6 * width);
        g1.intoArray(g, to + 6 * width + V);
        h0.intoArray(g, to + 7 * width);
        h1.intoArray(g, to + 7 * width + V);
    }

    private static void gradientsOfVector(
            float[] in, int[] places, int n, int count, float[] d, int o, int width, float[] g) {
        int p0 = places[n];
        int p1 = places[n + 1];
        int p2 = places[n + 2];
        int p3 = places[n + 3];
        int p4 = places[n + 4];
        int p5 = places[n + 5];
        int p6 = places[n + 6];
        int p7 = places[n + 7];
        int to = n * width + o;
        FloatVector a = FloatVector.fromArray(S, g, to);
        FloatVector b = FloatVector.fromArray(S, g, to + width);
        FloatVector c = FloatVector.fromArray(S, g, to + 2 * width);
        FloatVector e = FloatVector.fromArray(S, g, to + 3 * width);
        FloatVector f = FloatVector.fromArray(S, g, to + 4 * width);
        FloatVector h = FloatVector.fromArray(S, g, to + 5 * width);
        FloatVector i = FloatVector.fromArray(S, g, to + 6 * width);
        FloatVector j = FloatVector.fromArray(S, g, to + 7 * width);
        int y = o;
        for (int q = 0; q < count; q++) {
            FloatVector of = FloatVector.fromArray(S, d, y);
            a = of.fma(FloatVector.broadcast(S, in[p0 + q]), a);
            b = of.fma(FloatVector.broadcast(S, in[p1 + q]), b);
            c = of.fma(FloatVector.broadcast(S, in[p2 + q]), c);
            e = of.fma(FloatVector.broadcast(S, in[p3 + q]), e);
            f = of.fma(FloatVector.broadcast(S, in[p4 + q]), f);
            h = of.fma(FloatVector.broadcast(S, in[p5 + q]), h);
            i = of.fma(FloatVector.broadcast(S, in[p6 + q]), i);
            j = of.fma(FloatVector.broadcast(S, in[p7 + q]), j);
            y += width;
        }
        a.intoArray(g, to);
        b.intoArray(g, to + width);
        c.intoArray(g, to + 2 * width);
        e.intoArray(g, to + 3 * width);
        f.intoArray(g, to + 4 * width);
        h.intoArray(g, to + 5 * width);
        i.intoArray(g, to + 6 * width);
        j.intoArray(g, to + 7 * width);
    }
}
