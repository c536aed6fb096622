package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of a layer whose every feature has an entry for every row: then all features' terms are one long list of
 * columns, and sums of four rows stay in registers while it passes, however many terms an edge has. Term t of feature f has
 * its values at {@code t·plane + f·rows}, and its weights at {@code (f·edgeTerms + t)·width}.
 *
 */
public final class DenseKernels {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;
    /** Features whose weights stay in the nearest cache while all rows pass. */
    private static final int BLOCK = 16;

    private final float[] phi;
    private final int plane;
    private final int terms;
    private final int edgeTerms;
    private final int width;

    /**
     * @param phi what the terms' planes will hold
     * @param plane distance of two planes
     * @param terms of an edge that have planes; weights of the others lie between, at the distance edgeTerms
     * @param edgeTerms weights of an edge
     * @param width outputs, rounded up to whole vectors
     */
    public DenseKernels(float[] phi, int plane, int terms, int edgeTerms, int width) {
        this.phi = phi;
        this.plane = plane;
        this.terms = terms;
        this.edgeTerms = edgeTerms;
        this.width = width;
    }

    /** sums[row][o] += Σ_c φ_c(row)·w[c][o], for all rows. */
    public void forward(int features, int rows, float[] w, int at, float[] sums) {
        for (int f = 0; f < features; f += BLOCK) {
            int end = Math.min(features, f + BLOCK);
            for (int o = 0; o < width; ) {
                boolean wide = o + 4 * V <= width;
                int b = 0;
                for (; b + 4 <= rows; b += 4) {
                    if (wide) {
                        rows4x4(f, end, rows, b, w, at + o, sums, o);
                    } else {
                        rows4x1(f, end, rows, b, w, at + o, sums, o);
                    }
                }
                for (; b < rows; b++) {
                    row(f, end, rows, b, w, at + o, sums, o, wide ? 4 : 1);
                }
                o += wide ? 4 * V : V;
            }
        }
    }

    /** Long because vectors stay in registers only as variables that are named one by one. */
    private void rows4x4(int from, int to, int rows, int b, float[] w, int at, float[] sums, int o) {
        int y0 = b * width + o;
        int y1 = y0 + width;
        int y2 = y1 + width;
        int y3 = y2 + width;
        FloatVector a0 = FloatVector.fromArray(S, sums, y0);
        FloatVector a1 = FloatVector.fromArray(S, sums, y0 + V);
        FloatVector a2 = FloatVector.fromArray(S, sums, y0 + 2 * V);
        FloatVector a3 = FloatVector.fromArray(S, sums, y0 + 3 * V);
        FloatVector b0 = FloatVector.fromArray(S, sums, y1);
        FloatVector b1 = FloatVector.fromArray(S, sums, y1 + V);
        FloatVector b2 = FloatVector.fromArray(S, sums, y1 + 2 * V);
        FloatVector b3 = FloatVector.fromArray(S, sums, y1 + 3 * V);
        FloatVector c0 = FloatVector.fromArray(S, sums, y2);
        FloatVector c1 = FloatVector.fromArray(S, sums, y2 + V);
        FloatVector c2 = FloatVector.fromArray(S, sums, y2 + 2 * V);
        FloatVector c3 = FloatVector.fromArray(S, sums, y2 + 3 * V);
        FloatVector d0 = FloatVector.fromArray(S, sums, y3);
        FloatVector d1 = FloatVector.fromArray(S, sums, y3 + V);
        FloatVector d2 = FloatVector.fromArray(S, sums, y3 + 2 * V);
        FloatVector d3 = FloatVector.fromArray(S, sums, y3 + 3 * V);
        for (int f = from; f < to; f++) {
            int p = f * rows + b;
            int k = at + f * edgeTerms * width;
            for (int t = 0; t < terms; t++) {
                FloatVector w0 = FloatVector.fromArray(S, w, k);
                FloatVector w1 = FloatVector.fromArray(S, w, k + V);
                FloatVector w2 = FloatVector.fromArray(S, w, k + 2 * V);
                FloatVector w3 = FloatVector.fromArray(S, w, k + 3 * V);
                FloatVector x = FloatVector.broadcast(S, phi[p]);
                a0 = x.fma(w0, a0);
                a1 = x.fma(w1, a1);
                a2 = x.fma(w2, a2);
                a3 = x.fma(w3, a3);
                x = FloatVector.broadcast(S, phi[p + 1]);
                b0 = x.fma(w0, b0);
                b1 = x.fma(w1, b1);
                b2 = x.fma(w2, b2);
                b3 = x.fma(w3, b3);
                x = FloatVector.broadcast(S, phi[p + 2]);
                c0 = x.fma(w0, c0);
                c1 = x.fma(w1, c1);
                c2 = x.fma(w2, c2);
                c3 = x.fma(w3, c3);
                x = FloatVector.broadcast(S, phi[p + 3]);
                d0 = x.fma(w0, d0);
                d1 = x.fma(w1, d1);
                d2 = x.fma(w2, d2);
                d3 = x.fma(w3, d3);
                p += plane;
                k += width;
            }
        }
        a0.intoArray(sums, y0);
        a1.intoArray(sums, y0 + V);
        a2.intoArray(sums, y0 + 2 * V);
        a3.intoArray(sums, y0 + 3 * V);
        b0.intoArray(sums, y1);
        b1.intoArray(sums, y1 + V);
        b2.intoArray(sums, y1 + 2 * V);
        b3.intoArray(sums, y1 + 3 * V);
        c0.intoArray(sums, y2);
        c1.intoArray(sums, y2 + V);
        c2.intoArray(sums, y2 + 2 * V);
        c3.intoArray(sums, y2 + 3 * V);
        d0.intoArray(sums, y3);
        d1.intoArray(sums, y3 + V);
        d2.intoArray(sums, y3 + 2 * V);
        d3.intoArray(sums, y3 + 3 * V);
    }

    private void rows4x1(int from, int to, int rows, int b, float[] w, int at, float[] sums, int o) {
        int y0 = b * width + o;
        int y1 = y0 + width;
        int y2 = y1 + width;
        int y3 = y2 + width;
        FloatVector a0 = FloatVector.fromArray(S, sums, y0);
        FloatVector b0 = FloatVector.fromArray(S, sums, y1);
        FloatVector c0 = FloatVector.fromArray(S, sums, y2);
        FloatVector d0 = FloatVector.fromArray(S, sums, y3);
        for (int f = from; f < to; f++) {
            int p = f * rows + b;
            int k = at + f * edgeTerms * width;
            for (int t = 0; t < terms; t++) {
                FloatVector w0 = FloatVector.fromArray(S, w, k);
                a0 = w0.fma(FloatVector.broadcast(S, phi[p]), a0);
                b0 = w0.fma(FloatVector.broadcast(S, phi[p + 1]), b0);
                c0 = w0.fma(FloatVector.broadcast(S, phi[p + 2]), c0);
                d0 = w0.fma(FloatVector.broadcast(S, phi[p + 3]), d0);
                p += plane;
                k += width;
            }
        }
        a0.intoArray(sums, y0);
        b0.intoArray(sums, y1);
        c0.intoArray(sums, y2);
        d0.intoArray(sums, y3);
    }

    private void row(int from, int to, int rows, int b, float[] w, int at, float[] sums, int o, int vectors) {
        for (int v = 0; v < vectors * V; v += V) {
            FloatVector sum = FloatVector.fromArray(S, sums, b * width + o + v);
            for (int f = from; f < to; f++) {
                int p = f * rows + b;
                int k = at + v + f * edgeTerms * width;
                for (int t = 0; t < terms; t++) {
                    sum = FloatVector.broadcast(S, phi[p]).fma(FloatVector.fromArray(S, w, k), sum);
                    p += plane;
                    k += width;
                }
            }
            sum.intoArray(sums, b * width + o + v);
        }
    }
}
