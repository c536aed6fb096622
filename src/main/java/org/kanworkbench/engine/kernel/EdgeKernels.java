package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A layer's sums and the gradients of its weights, one input feature at a time; {@link InputKernels} has the gradients
 * of inputs. A feature's entries are the rows of the batch that differ from the background; {@code phi} holds its terms
 * in planes, φ_t of entry n at {@code t·plane + places[n]}. The weights or gradients of up to four terms × four vectors stay in
 * registers for all entries, so that each entry costs loads from the first-level cache only. Weights lie as
 * [term][padded output].
 *
 * <p>Long because only individually named local variables keep vectors in registers: an array of them would be
 * allocated.
 */
public final class EdgeKernels {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;

    private final float[] phi;
    private final int plane;
    private final int[] places;
    private final int[] rows;
    private final int width;

    /**
     * @param phi array of the terms' planes
     * @param plane stride between planes
     * @param places of the entries in a plane
     * @param rows of the entries
     * @param width outputs, rounded up to whole vectors
     */
    public EdgeKernels(float[] phi, int plane, int[] places, int[] rows, int width) {
        this.phi = phi;
        this.plane = plane;
        this.places = places;
        this.rows = rows;
        this.width = width;
    }

    /** sums[row(n)][o] += Σ_t φ_t(n)·w[t][o], for entries from ≤ n < to. */
    public void forward(int terms, int from, int to, float[] w, int at, float[] sums) {
        int o = 0;
        for (; o + 4 * V <= width; o += 4 * V) {
            int t = 0;
            for (; t + 4 <= terms; t += 4) {
                forward4x4(t * plane, from, to, w, at + t * width + o, sums, o);
            }
            for (; t < terms; t++) {
                forward1x4(t * plane, from, to, w, at + t * width + o, sums, o);
            }
        }
        for (; o < width; o += V) {
            int t = 0;
            for (; t + 4 <= terms; t += 4) {
                forward4x1(t * plane, from, to, w, at + t * width + o, sums, o);
            }
            for (; t < terms; t++) {
                forward1x1(t * plane, from, to, w, at + t * width + o, sums, o);
            }
        }
    }

    private void forward4x4(int p0, int from, int to, float[] w, int at, float[] sums, int o) {
        int p1 = p0 + plane;
        int p2 = p1 + plane;
        int p3 = p2 + plane;
        FloatVector w00 = FloatVector.fromArray(S, w, at);
        FloatVector w01 = FloatVector.fromArray(S, w, at + V);
        FloatVector w02 = FloatVector.fromArray(S, w, at + 2 * V);
        FloatVector w03 = FloatVector.fromArray(S, w, at + 3 * V);
        FloatVector w10 = FloatVector.fromArray(S, w, at + width);
        FloatVector w11 = FloatVector.fromArray(S, w, at + width + V);
        FloatVector w12 = FloatVector.fromArray(S, w, at + width + 2 * V);
        FloatVector w13 = FloatVector.fromArray(S, w, at + width + 3 * V);
        FloatVector w20 = FloatVector.fromArray(S, w, at + 2 * width);
        FloatVector w21 = FloatVector.fromArray(S, w, at + 2 * width + V);
        FloatVector w22 = FloatVector.fromArray(S, w, at + 2 * width + 2 * V);
        FloatVector w23 = FloatVector.fromArray(S, w, at + 2 * width + 3 * V);
        FloatVector w30 = FloatVector.fromArray(S, w, at + 3 * width);
        FloatVector w31 = FloatVector.fromArray(S, w, at + 3 * width + V);
        FloatVector w32 = FloatVector.fromArray(S, w, at + 3 * width + 2 * V);
        FloatVector w33 = FloatVector.fromArray(S, w, at + 3 * width + 3 * V);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector a = FloatVector.broadcast(S, phi[p0 + p]);
            FloatVector b = FloatVector.broadcast(S, phi[p1 + p]);
            FloatVector c = FloatVector.broadcast(S, phi[p2 + p]);
            FloatVector d = FloatVector.broadcast(S, phi[p3 + p]);
            FloatVector y0 = FloatVector.fromArray(S, sums, y);
            FloatVector y1 = FloatVector.fromArray(S, sums, y + V);
            FloatVector y2 = FloatVector.fromArray(S, sums, y + 2 * V);
            FloatVector y3 = FloatVector.fromArray(S, sums, y + 3 * V);
            d.fma(w30, c.fma(w20, b.fma(w10, a.fma(w00, y0)))).intoArray(sums, y);
            d.fma(w31, c.fma(w21, b.fma(w11, a.fma(w01, y1)))).intoArray(sums, y + V);
            d.fma(w32, c.fma(w22, b.fma(w12, a.fma(w02, y2)))).intoArray(sums, y + 2 * V);
            d.fma(w33, c.fma(w23, b.fma(w13, a.fma(w03, y3)))).intoArray(sums, y + 3 * V);
        }
    }

    private void forward1x4(int p0, int from, int to, float[] w, int at, float[] sums, int o) {
        FloatVector w0 = FloatVector.fromArray(S, w, at);
        FloatVector w1 = FloatVector.fromArray(S, w, at + V);
        FloatVector w2 = FloatVector.fromArray(S, w, at + 2 * V);
        FloatVector w3 = FloatVector.fromArray(S, w, at + 3 * V);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector a = FloatVector.broadcast(S, phi[p0 + p]);
            a.fma(w0, FloatVector.fromArray(S, sums, y)).intoArray(sums, y);
            a.fma(w1, FloatVector.fromArray(S, sums, y + V)).intoArray(sums, y + V);
            a.fma(w2, FloatVector.fromArray(S, sums, y + 2 * V)).intoArray(sums, y + 2 * V);
            a.fma(w3, FloatVector.fromArray(S, sums, y + 3 * V)).intoArray(sums, y + 3 * V);
        }
    }

    private void forward4x1(int p0, int from, int to, float[] w, int at, float[] sums, int o) {
        int p1 = p0 + plane;
        int p2 = p1 + plane;
        int p3 = p2 + plane;
        FloatVector w0 = FloatVector.fromArray(S, w, at);
        FloatVector w1 = FloatVector.fromArray(S, w, at + width);
        FloatVector w2 = FloatVector.fromArray(S, w, at + 2 * width);
        FloatVector w3 = FloatVector.fromArray(S, w, at + 3 * width);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector sum = FloatVector.broadcast(S, phi[p0 + p]).fma(w0, FloatVector.fromArray(S, sums, y));
            sum = FloatVector.broadcast(S, phi[p1 + p]).fma(w1, sum);
            sum = FloatVector.broadcast(S, phi[p2 + p]).fma(w2, sum);
            FloatVector.broadcast(S, phi[p3 + p]).fma(w3, sum).intoArray(sums, y);
        }
    }

    private void forward1x1(int p0, int from, int to, float[] w, int at, float[] sums, int o) {
        FloatVector w0 = FloatVector.fromArray(S, w, at);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector.broadcast(S, phi[p0 + p])
                    .fma(w0, FloatVector.fromArray(S, sums, y))
                    .intoArray(sums, y);
        }
    }

    /**
     * g[t][o] = initial[t][o] + Σ_n φ_t(n)·d[row(n)][o], for entries from ≤ n < to.
     *
     * @param initialAt where initial begins in its array
     * @param gAt where g begins in its array
     */
    public void gradient(int terms, int from, int to, float[] d, float[] initial, int initialAt, float[] g, int gAt) {
        int o = 0;
        for (; o + 4 * V <= width; o += 4 * V) {
            int t = 0;
            for (; t + 4 <= terms; t += 4) {
                gradient4x4(t * plane, from, to, d, o, initial, initialAt + t * width + o, g, gAt + t * width + o);
            }
            for (; t + 3 <= terms; t += 3) {
                gradient3x4(t * plane, from, to, d, o, initial, initialAt + t * width + o, g, gAt + t * width + o);
            }
            for (; t + 2 <= terms; t += 2) {
                gradient2x4(t * plane, from, to, d, o, initial, initialAt + t * width + o, g, gAt + t * width + o);
            }
            for (; t < terms; t++) {
                gradient1x4(t * plane, from, to, d, o, initial, initialAt + t * width + o, g, gAt + t * width + o);
            }
        }
        for (; o < width; o += V) {
            int t = 0;
            for (; t + 4 <= terms; t += 4) {
                gradient4x1(t * plane, from, to, d, o, initial, initialAt + t * width + o, g, gAt + t * width + o);
            }
            for (; t < terms; t++) {
                gradient1x1(t * plane, from, to, d, o, initial, initialAt + t * width + o, g, gAt + t * width + o);
            }
        }
    }

    private void gradient4x4(int p0, int from, int to, float[] d, int o, float[] initial, int at, float[] g, int gAt) {
        int p1 = p0 + plane;
        int p2 = p1 + plane;
        int p3 = p2 + plane;
        FloatVector g00 = FloatVector.fromArray(S, initial, at);
        FloatVector g01 = FloatVector.fromArray(S, initial, at + V);
        FloatVector g02 = FloatVector.fromArray(S, initial, at + 2 * V);
        FloatVector g03 = FloatVector.fromArray(S, initial, at + 3 * V);
        FloatVector g10 = FloatVector.fromArray(S, initial, at + width);
        FloatVector g11 = FloatVector.fromArray(S, initial, at + width + V);
        FloatVector g12 = FloatVector.fromArray(S, initial, at + width + 2 * V);
        FloatVector g13 = FloatVector.fromArray(S, initial, at + width + 3 * V);
        FloatVector g20 = FloatVector.fromArray(S, initial, at + 2 * width);
        FloatVector g21 = FloatVector.fromArray(S, initial, at + 2 * width + V);
        FloatVector g22 = FloatVector.fromArray(S, initial, at + 2 * width + 2 * V);
        FloatVector g23 = FloatVector.fromArray(S, initial, at + 2 * width + 3 * V);
        FloatVector g30 = FloatVector.fromArray(S, initial, at + 3 * width);
        FloatVector g31 = FloatVector.fromArray(S, initial, at + 3 * width + V);
        FloatVector g32 = FloatVector.fromArray(S, initial, at + 3 * width + 2 * V);
        FloatVector g33 = FloatVector.fromArray(S, initial, at + 3 * width + 3 * V);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector d0 = FloatVector.fromArray(S, d, y);
            FloatVector d1 = FloatVector.fromArray(S, d, y + V);
            FloatVector d2 = FloatVector.fromArray(S, d, y + 2 * V);
            FloatVector d3 = FloatVector.fromArray(S, d, y + 3 * V);
            FloatVector a = FloatVector.broadcast(S, phi[p0 + p]);
            g00 = a.fma(d0, g00);
            g01 = a.fma(d1, g01);
            g02 = a.fma(d2, g02);
            g03 = a.fma(d3, g03);
            FloatVector b = FloatVector.broadcast(S, phi[p1 + p]);
            g10 = b.fma(d0, g10);
            g11 = b.fma(d1, g11);
            g12 = b.fma(d2, g12);
            g13 = b.fma(d3, g13);
            FloatVector c = FloatVector.broadcast(S, phi[p2 + p]);
            g20 = c.fma(d0, g20);
            g21 = c.fma(d1, g21);
            g22 = c.fma(d2, g22);
            g23 = c.fma(d3, g23);
            FloatVector e = FloatVector.broadcast(S, phi[p3 + p]);
            g30 = e.fma(d0, g30);
            g31 = e.fma(d1, g31);
            g32 = e.fma(d2, g32);
            g33 = e.fma(d3, g33);
        }
        g00.intoArray(g, gAt);
        g01.intoArray(g, gAt + V);
        g02.intoArray(g, gAt + 2 * V);
        g03.intoArray(g, gAt + 3 * V);
        g10.intoArray(g, gAt + width);
        g11.intoArray(g, gAt + width + V);
        g12.intoArray(g, gAt + width + 2 * V);
        g13.intoArray(g, gAt + width + 3 * V);
        g20.intoArray(g, gAt + 2 * width);
        g21.intoArray(g, gAt + 2 * width + V);
        g22.intoArray(g, gAt + 2 * width + 2 * V);
        g23.intoArray(g, gAt + 2 * width + 3 * V);
        g30.intoArray(g, gAt + 3 * width);
        g31.intoArray(g, gAt + 3 * width + V);
        g32.intoArray(g, gAt + 3 * width + 2 * V);
        g33.intoArray(g, gAt + 3 * width + 3 * V);
    }

    private void gradient3x4(int p0, int from, int to, float[] d, int o, float[] initial, int at, float[] g, int gAt) {
        int p1 = p0 + plane;
        int p2 = p1 + plane;
        FloatVector g00 = FloatVector.fromArray(S, initial, at);
        FloatVector g01 = FloatVector.fromArray(S, initial, at + V);
        FloatVector g02 = FloatVector.fromArray(S, initial, at + 2 * V);
        FloatVector g03 = FloatVector.fromArray(S, initial, at + 3 * V);
        FloatVector g10 = FloatVector.fromArray(S, initial, at + width);
        FloatVector g11 = FloatVector.fromArray(S, initial, at + width + V);
        FloatVector g12 = FloatVector.fromArray(S, initial, at + width + 2 * V);
        FloatVector g13 = FloatVector.fromArray(S, initial, at + width + 3 * V);
        FloatVector g20 = FloatVector.fromArray(S, initial, at + 2 * width);
        FloatVector g21 = FloatVector.fromArray(S, initial, at + 2 * width + V);
        FloatVector g22 = FloatVector.fromArray(S, initial, at + 2 * width + 2 * V);
        FloatVector g23 = FloatVector.fromArray(S, initial, at + 2 * width + 3 * V);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector d0 = FloatVector.fromArray(S, d, y);
            FloatVector d1 = FloatVector.fromArray(S, d, y + V);
            FloatVector d2 = FloatVector.fromArray(S, d, y + 2 * V);
            FloatVector d3 = FloatVector.fromArray(S, d, y + 3 * V);
            FloatVector a = FloatVector.broadcast(S, phi[p0 + p]);
            g00 = a.fma(d0, g00);
            g01 = a.fma(d1, g01);
            g02 = a.fma(d2, g02);
            g03 = a.fma(d3, g03);
            FloatVector b = FloatVector.broadcast(S, phi[p1 + p]);
            g10 = b.fma(d0, g10);
            g11 = b.fma(d1, g11);
            g12 = b.fma(d2, g12);
            g13 = b.fma(d3, g13);
            FloatVector c = FloatVector.broadcast(S, phi[p2 + p]);
            g20 = c.fma(d0, g20);
            g21 = c.fma(d1, g21);
            g22 = c.fma(d2, g22);
            g23 = c.fma(d3, g23);
        }
        g00.intoArray(g, gAt);
        g01.intoArray(g, gAt + V);
        g02.intoArray(g, gAt + 2 * V);
        g03.intoArray(g, gAt + 3 * V);
        g10.intoArray(g, gAt + width);
        g11.intoArray(g, gAt + width + V);
        g12.intoArray(g, gAt + width + 2 * V);
        g13.intoArray(g, gAt + width + 3 * V);
        g20.intoArray(g, gAt + 2 * width);
        g21.intoArray(g, gAt + 2 * width + V);
        g22.intoArray(g, gAt + 2 * width + 2 * V);
        g23.intoArray(g, gAt + 2 * width + 3 * V);
    }

    private void gradient2x4(int p0, int from, int to, float[] d, int o, float[] initial, int at, float[] g, int gAt) {
        int p1 = p0 + plane;
        FloatVector g00 = FloatVector.fromArray(S, initial, at);
        FloatVector g01 = FloatVector.fromArray(S, initial, at + V);
        FloatVector g02 = FloatVector.fromArray(S, initial, at + 2 * V);
        FloatVector g03 = FloatVector.fromArray(S, initial, at + 3 * V);
        FloatVector g10 = FloatVector.fromArray(S, initial, at + width);
        FloatVector g11 = FloatVector.fromArray(S, initial, at + width + V);
        FloatVector g12 = FloatVector.fromArray(S, initial, at + width + 2 * V);
        FloatVector g13 = FloatVector.fromArray(S, initial, at + width + 3 * V);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector d0 = FloatVector.fromArray(S, d, y);
            FloatVector d1 = FloatVector.fromArray(S, d, y + V);
            FloatVector d2 = FloatVector.fromArray(S, d, y + 2 * V);
            FloatVector d3 = FloatVector.fromArray(S, d, y + 3 * V);
            FloatVector a = FloatVector.broadcast(S, phi[p0 + p]);
            g00 = a.fma(d0, g00);
            g01 = a.fma(d1, g01);
            g02 = a.fma(d2, g02);
            g03 = a.fma(d3, g03);
            FloatVector b = FloatVector.broadcast(S, phi[p1 + p]);
            g10 = b.fma(d0, g10);
            g11 = b.fma(d1, g11);
            g12 = b.fma(d2, g12);
            g13 = b.fma(d3, g13);
        }
        g00.intoArray(g, gAt);
        g01.intoArray(g, gAt + V);
        g02.intoArray(g, gAt + 2 * V);
        g03.intoArray(g, gAt + 3 * V);
        g10.intoArray(g, gAt + width);
        g11.intoArray(g, gAt + width + V);
        g12.intoArray(g, gAt + width + 2 * V);
        g13.intoArray(g, gAt + width + 3 * V);
    }

    private void gradient1x4(int p0, int from, int to, float[] d, int o, float[] initial, int at, float[] g, int gAt) {
        FloatVector g0 = FloatVector.fromArray(S, initial, at);
        FloatVector g1 = FloatVector.fromArray(S, initial, at + V);
        FloatVector g2 = FloatVector.fromArray(S, initial, at + 2 * V);
        FloatVector g3 = FloatVector.fromArray(S, initial, at + 3 * V);
        for (int n = from; n < to; n++) {
            int p = places[n];
            int y = rows[n] * width + o;
            FloatVector a = FloatVector.broadcast(S, phi[p0 + p]);
            g0 = a.fma(FloatVector.fromArray(S, d, y), g0);
            g1 = a.fma(FloatVector.fromArray(S, d, y + V), g1);
            g2 = a.fma(FloatVector.fromArray(S, d, y + 2 * V), g2);
            g3 = a.fma(FloatVector.fromArray(S, d, y + 3 * V), g3);
        }
        g0.intoArray(g, gAt);
        g1.intoArray(g, gAt + V);
        g2.intoArray(g, gAt + 2 * V);
        g3.intoArray(g, gAt + 3 * V);
    }

    private void gradient4x1(int p0, int from, int to, float[] d, int o, float[] initial, int at, float[] g, int gAt) {
        int p1 = p0 + plane;
        int p2 = p1 + plane;
        int p3 = p2 + plane;
        FloatVector g0 = FloatVector.fromArray(S, initial, at);
        FloatVector g1 = FloatVector.fromArray(S, initial, at + width);
        FloatVector g2 = FloatVector.fromArray(S, initial, at + 2 * width);
        FloatVector g3 = FloatVector.fromArray(S, initial, at + 3 * width);
        for (int n = from; n < to; n++) {
            int p = places[n];
            FloatVector d0 = FloatVector.fromArray(S, d, rows[n] * width + o);
            g0 = FloatVector.broadcast(S, phi[p0 + p]).fma(d0, g0);
            g1 = FloatVector.broadcast(S, phi[p1 + p]).fma(d0, g1);
            g2 = FloatVector.broadcast(S, phi[p2 + p]).fma(d0, g2);
            g3 = FloatVector.broadcast(S, phi[p3 + p]).fma(d0, g3);
        }
        g0.intoArray(g, gAt);
        g1.intoArray(g, gAt + width);
        g2.intoArray(g, gAt + 2 * width);
        g3.intoArray(g, gAt + 3 * width);
    }

    private void gradient1x1(int p0, int from, int to, float[] d, int o, float[] initial, int at, float[] g, int gAt) {
        FloatVector g0 = FloatVector.fromArray(S, initial, at);
        for (int n = from; n < to; n++) {
            g0 = FloatVector.broadcast(S, phi[p0 + places[n]])
                    .fma(FloatVector.fromArray(S, d, rows[n] * width + o), g0);
        }
        g0.intoArray(g, gAt);
    }

    /** g[t][o] = scale[t]·total[o]; by hand, as the compiler leaves loops as short as this unvectorised. */
    public static void outerProduct(float[] scale, int terms, float[] total, int width, float[] g) {
        for (int t = 0; t < terms; t++) {
            for (int o = 0; o < width; o += V) {
                FloatVector.fromArray(S, total, o).mul(scale[t]).intoArray(g, t * width + o);
            }
        }
    }

    /** sums[o] += Σ_t scale[t]·w[t][o]. */
    public static void addScaledTerms(float[] scale, int terms, float[] w, int at, int width, float[] sums) {
        int o = 0;
        for (; o + 4 * V <= width; o += 4 * V) {
            FloatVector s0 = FloatVector.fromArray(S, sums, o);
            FloatVector s1 = FloatVector.fromArray(S, sums, o + V);
            FloatVector s2 = FloatVector.fromArray(S, sums, o + 2 * V);
            FloatVector s3 = FloatVector.fromArray(S, sums, o + 3 * V);
            int k = at + o;
            for (int t = 0; t < terms; t++) {
                FloatVector a = FloatVector.broadcast(S, scale[t]);
                s0 = a.fma(FloatVector.fromArray(S, w, k), s0);
                s1 = a.fma(FloatVector.fromArray(S, w, k + V), s1);
                s2 = a.fma(FloatVector.fromArray(S, w, k + 2 * V), s2);
                s3 = a.fma(FloatVector.fromArray(S, w, k + 3 * V), s3);
                k += width;
            }
            s0.intoArray(sums, o);
            s1.intoArray(sums, o + V);
            s2.intoArray(sums, o + 2 * V);
            s3.intoArray(sums, o + 3 * V);
        }
        for (; o < width; o += V) {
            FloatVector sum = FloatVector.fromArray(S, sums, o);
            for (int t = 0; t < terms; t++) {
                sum = FloatVector.broadcast(S, scale[t]).fma(FloatVector.fromArray(S, w, at + t * width + o), sum);
            }
            sum.intoArray(sums, o);
        }
    }
}
