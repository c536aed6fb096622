package org.kanworkbench.engine.stem;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * Convolution, ReLU and pooling of one image in one go: the four sums of a pooled cell stay in registers, and only their
 * largest leaves them, with a note of which it was. Going back, only that one has a gradient, and only if it was above 0.
 * Those few are visited twice, a vector of input channels at a time: cell by cell for the gradients of the inputs, output
 * by output for those of the kernels, so that sums stay in registers both times. The file is long because vectors stay in
 * registers only as variables that are named one by one.
 *
 * <p>Planes are those of {@link ConvolutionStage}; the patch of output pixel (r, c) begins at padded place (r, c).
 */
final class ConvolutionKernels {

    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int V = Lanes.COUNT;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    /** 0, 1, 2, …: a vector's lanes. */
    private static final int[] FIRST = IntStream.range(0, V).toArray();

    private final ConvolutionStage stage;
    // The stage's own distances; the cells' loops, which are entered most often, take them as locals.
    private final int depth;
    private final int rowStride;
    private final int width;

    ConvolutionKernels(ConvolutionStage stage) {
        this.stage = stage;
        depth = stage.depth();
        rowStride = stage.rowStride();
        width = stage.outputDepth();
    }

    /**
     * max(0, the largest of the cell's four sums), for every cell. Where all that a cell sees is background, its values are
     * copied from those of an image of nothing else.
     *
     * @param seen the places of the plane that are no background
     * @param blank the values of an image of background, as out and selection have them from 0 on
     * @param in the input's plane, beginning at inAt
     * @param w [tap][depth][output depth]
     * @param out receives cell (r, c) at outAt + r·outRow + c·outColumn
     * @param selection receives at selectionAt + cell·output depth which of the four was the largest, the first one of
     *     equals: 0, 1 in the upper row, 2, 3 in the lower one
     */
    void forward(
            Foreground seen,
            Blank blank,
            float[] in,
            int inAt,
            float[] w,
            float[] bias,
            float[] out,
            int outAt,
            int outRow,
            int outColumn,
            float[] selection,
            int selectionAt) {
        int step = 2 * depth;
        for (int o = 0; o < width; ) {
            boolean pair = o + 2 * V <= width;
            for (int r = 0; r < stage.pooledHeight(); r++) {
                int patch = inAt + 2 * r * rowStride;
                int to = outAt + r * outRow + o;
                int select = selectionAt + r * stage.pooledWidth() * width + o;
                for (int c = 0; c < stage.pooledWidth(); c++) {
                    if (!seen.inCell(r, c)) {
                        blank.copy(pair ? 2 : 1, out, to, to - outAt, selection, select, select - selectionAt);
                    } else if (pair) {
                        cellOfTwoVectors(in, patch, w, o, bias, out, to, selection, select);
                    } else {
                        cell(in, patch, w, o, bias, out, to, selection, select);
                    }
                    patch += step;
                    to += outColumn;
                    select += width;
                }
            }
            o += pair ? 2 * V : V;
        }
    }

    private void cell(
            float[] in, int patch, float[] w, int o, float[] bias, float[] out, int to, float[] selection, int select) {
        int depth = this.depth;
        int rowStride = this.rowStride;
        int width = this.width;
        FloatVector a = FloatVector.fromArray(S, bias, o);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int k = o;
        for (int dy = 0; dy < 3; dy++) {
            int upper = patch + dy * rowStride;
            int lower = upper + rowStride;
            for (int j = 0; j < 3 * depth; j++) {
                FloatVector weight = FloatVector.fromArray(S, w, k);
                a = weight.fma(FloatVector.broadcast(S, in[upper + j]), a);
                b = weight.fma(FloatVector.broadcast(S, in[upper + depth + j]), b);
                c = weight.fma(FloatVector.broadcast(S, in[lower + j]), c);
                d = weight.fma(FloatVector.broadcast(S, in[lower + depth + j]), d);
                k += width;
            }
        }
        pool(a, b, c, d, out, to, selection, select);
    }

    private void cellOfTwoVectors(
            float[] in, int patch, float[] w, int o, float[] bias, float[] out, int to, float[] selection, int select) {
        int depth = this.depth;
        int rowStride = this.rowStride;
        int width = this.width;
        FloatVector a0 = FloatVector.fromArray(S, bias, o);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        FloatVector a1 = FloatVector.fromArray(S, bias, o + V);
        FloatVector b1 = a1;
        FloatVector c1 = a1;
        FloatVector d1 = a1;
        int k = o;
        for (int dy = 0; dy < 3; dy++) {
            int upper = patch + dy * rowStride;
            int lower = upper + rowStride;
            for (int j = 0; j < 3 * depth; j++) {
                FloatVector w0 = FloatVector.fromArray(S, w, k);
                FloatVector w1 = FloatVector.fromArray(S, w, k + V);
                FloatVector x = FloatVector.broadcast(S, in[upper + j]);
                a0 = w0.fma(x, a0);
                a1 = w1.fma(x, a1);
                x = FloatVector.broadcast(S, in[upper + depth + j]);
                b0 = w0.fma(x, b0);
                b1 = w1.fma(x, b1);
                x = FloatVector.broadcast(S, in[lower + j]);
                c0 = w0.fma(x, c0);
                c1 = w1.fma(x, c1);
                x = FloatVector.broadcast(S, in[lower + depth + j]);
                d0 = w0.fma(x, d0);
                d1 = w1.fma(x, d1);
                k += width;
            }
        }
        pool(a0, b0, c0, d0, out, to, selection, select);
        pool(a1, b1, c1, d1, out, to + V, selection, select + V);
    }

    private static void pool(
            FloatVector a,
            FloatVector b,
            FloatVector c,
            FloatVector d,
            float[] out,
            int to,
            float[] selection,
            int select) {
        // By comparisons: Java's max also orders zeros, which costs more. What is not a number stays, whichever it is.
        VectorMask<Float> greater = exceeds(b, a);
        FloatVector most = a.blend(b, greater);
        FloatVector which = FloatVector.zero(S).blend(1f, greater);
        greater = exceeds(c, most);
        most = most.blend(c, greater);
        which = which.blend(2f, greater);
        greater = exceeds(d, most);
        most = most.blend(d, greater);
        which.blend(3f, greater).intoArray(selection, select);
        most.blend(0f, most.compare(VectorOperators.LT, 0f)).intoArray(out, to);
    }

    private static VectorMask<Float> exceeds(FloatVector next, FloatVector most) {
        return next.compare(VectorOperators.GT, most).or(next.compare(VectorOperators.NE, next));
    }

    /**
     * The first stage's gradients: its one channel leaves no vector of inputs, so outputs fill the vectors.
     *
     * @param seen the places of the plane that are no background
     * @param background what the others hold; where a cell sees nothing else, one sum of gradients serves all taps
     * @param pooled what {@link #forward} gave, cell (r, c) at pooledAt + r·row + c·column
     * @param g gradients of it, cell (r, c) at gAt + r·row + c·column
     * @param dw [tap][output depth], is added to
     * @param dBias [output depth], is added to
     */
    void firstBackward(
            Foreground seen,
            float background,
            float[] in,
            int inAt,
            float[] pooled,
            int pooledAt,
            float[] g,
            int gAt,
            int row,
            int column,
            float[] selection,
            int selectionAt,
            float[] dw,
            float[] dBias) {
        for (int o = 0; o < width; o += V) {
            FloatVector bias = FloatVector.fromArray(S, dBias, o);
            FloatVector unseen = FloatVector.zero(S);
            FloatVector w0 = FloatVector.fromArray(S, dw, o);
            FloatVector w1 = FloatVector.fromArray(S, dw, o + width);
            FloatVector w2 = FloatVector.fromArray(S, dw, o + 2 * width);
            FloatVector w3 = FloatVector.fromArray(S, dw, o + 3 * width);
            FloatVector w4 = FloatVector.fromArray(S, dw, o + 4 * width);
            FloatVector w5 = FloatVector.fromArray(S, dw, o + 5 * width);
            FloatVector w6 = FloatVector.fromArray(S, dw, o + 6 * width);
            FloatVector w7 = FloatVector.fromArray(S, dw, o + 7 * width);
            FloatVector w8 = FloatVector.fromArray(S, dw, o + 8 * width);
            for (int r = 0; r < stage.pooledHeight(); r++) {
                for (int c = 0; c < stage.pooledWidth(); c++) {
                    int at = r * row + c * column + o;
                    VectorMask<Float> alive =
                            FloatVector.fromArray(S, pooled, pooledAt + at).compare(VectorOperators.GT, 0f);
                    FloatVector d = FloatVector.zero(S).blend(FloatVector.fromArray(S, g, gAt + at), alive);
                    bias = bias.add(d);
                    if (seen.onlyBackgroundInCell(r, c)) {
                        unseen = unseen.add(d);
                        continue;
                    }
                    FloatVector which = FloatVector.fromArray(
                            S, selection, selectionAt + (r * stage.pooledWidth() + c) * width + o);
                    for (int q = 0; q < 4; q++) {
                        FloatVector part = FloatVector.zero(S).blend(d, which.eq(q));
                        int p = inAt + (2 * r + (q >> 1)) * rowStride + 2 * c + (q & 1);
                        w0 = part.fma(FloatVector.broadcast(S, in[p]), w0);
                        w1 = part.fma(FloatVector.broadcast(S, in[p + 1]), w1);
                        w2 = part.fma(FloatVector.broadcast(S, in[p + 2]), w2);
                        p += rowStride;
                        w3 = part.fma(FloatVector.broadcast(S, in[p]), w3);
                        w4 = part.fma(FloatVector.broadcast(S, in[p + 1]), w4);
                        w5 = part.fma(FloatVector.broadcast(S, in[p + 2]), w5);
                        p += rowStride;
                        w6 = part.fma(FloatVector.broadcast(S, in[p]), w6);
                        w7 = part.fma(FloatVector.broadcast(S, in[p + 1]), w7);
                        w8 = part.fma(FloatVector.broadcast(S, in[p + 2]), w8);
                    }
                }
            }
            bias.intoArray(dBias, o);
            FloatVector everywhere = FloatVector.broadcast(S, Float.isNaN(background) ? 0 : background);
            unseen.fma(everywhere, w0).intoArray(dw, o);
            unseen.fma(everywhere, w1).intoArray(dw, o + width);
            unseen.fma(everywhere, w2).intoArray(dw, o + 2 * width);
            unseen.fma(everywhere, w3).intoArray(dw, o + 3 * width);
            unseen.fma(everywhere, w4).intoArray(dw, o + 4 * width);
            unseen.fma(everywhere, w5).intoArray(dw, o + 5 * width);
            unseen.fma(everywhere, w6).intoArray(dw, o + 6 * width);
            unseen.fma(everywhere, w7).intoArray(dw, o + 7 * width);
            unseen.fma(everywhere, w8).intoArray(dw, o + 8 * width);
        }
    }

    /**
     * Lists the outputs of one pooled cell whose largest sum was that of pixel q and above 0.
     *
     * @param pooled holds the cell's outputs at pooledAt, g their gradients at gAt, selection their choice at selectionAt
     * @param outputs receives the listed outputs from place {@code first} on, d their gradients; a whole vector is written
     * @return the place behind the last one
     */
    int list(
            float[] pooled,
            int pooledAt,
            float[] g,
            int gAt,
            float[] selection,
            int selectionAt,
            int q,
            int[] outputs,
            float[] d,
            int first) {
        int n = first;
        if (!Lanes.COMPRESSES) {
            for (int o = 0; o < width; o++) {
                if (pooled[pooledAt + o] > 0 && selection[selectionAt + o] == q) {
                    d[n] = g[gAt + o];
                    outputs[n++] = o;
                }
            }
            return n;
        }
        for (int o = 0; o < width; o += V) {
            VectorMask<Float> chosen = FloatVector.fromArray(S, pooled, pooledAt + o)
                    .compare(VectorOperators.GT, 0f)
                    .and(FloatVector.fromArray(S, selection, selectionAt + o).eq(q));
            FloatVector.fromArray(S, g, gAt + o).compress(chosen).intoArray(d, n);
            IntVector.fromArray(I, FIRST, 0).add(o).compress(chosen.cast(I)).intoArray(outputs, n);
            n += chosen.trueCount();
        }
        return n;
    }

    /**
     * What one pooled cell's outputs add to the gradients of the 4 × 4 places that its four patches cover, which stay in
     * registers. Over 60 lines, because vectors stay there only as variables that are named one by one.
     *
     * @param outputs those that chose pixel q, from ends[q] up to ends[q + 1]
     * @param d gradients of their sums
     * @param w [output][tap][depth]
     * @param dIn gradients of the plane, is added to
     * @param patch where the first pixel's patch begins in it
     */
    void cellBackward(int[] outputs, float[] d, int[] ends, float[] w, float[] dIn, int patch) {
        int kernel = ConvolutionStage.TAPS * depth;
        for (int i = 0; i < depth; i += V) {
            int p0 = patch + i;
            int p1 = p0 + rowStride;
            int p2 = p1 + rowStride;
            int p3 = p2 + rowStride;
            FloatVector x00 = FloatVector.fromArray(S, dIn, p0);
            FloatVector x01 = FloatVector.fromArray(S, dIn, p0 + depth);
            FloatVector x02 = FloatVector.fromArray(S, dIn, p0 + 2 * depth);
            FloatVector x03 = FloatVector.fromArray(S, dIn, p0 + 3 * depth);
            FloatVector x10 = FloatVector.fromArray(S, dIn, p1);
            FloatVector x11 = FloatVector.fromArray(S, dIn, p1 + depth);
            FloatVector x12 = FloatVector.fromArray(S, dIn, p1 + 2 * depth);
            FloatVector x13 = FloatVector.fromArray(S, dIn, p1 + 3 * depth);
            FloatVector x20 = FloatVector.fromArray(S, dIn, p2);
            FloatVector x21 = FloatVector.fromArray(S, dIn, p2 + depth);
            FloatVector x22 = FloatVector.fromArray(S, dIn, p2 + 2 * depth);
            FloatVector x23 = FloatVector.fromArray(S, dIn, p2 + 3 * depth);
            FloatVector x30 = FloatVector.fromArray(S, dIn, p3);
            FloatVector x31 = FloatVector.fromArray(S, dIn, p3 + depth);
            FloatVector x32 = FloatVector.fromArray(S, dIn, p3 + 2 * depth);
            FloatVector x33 = FloatVector.fromArray(S, dIn, p3 + 3 * depth);
            for (int n = ends[0]; n < ends[1]; n++) {
                FloatVector g = FloatVector.broadcast(S, d[n]);
                int k = outputs[n] * kernel + i;
                x00 = g.fma(FloatVector.fromArray(S, w, k), x00);
                x01 = g.fma(FloatVector.fromArray(S, w, k + depth), x01);
                x02 = g.fma(FloatVector.fromArray(S, w, k + 2 * depth), x02);
                x10 = g.fma(FloatVector.fromArray(S, w, k + 3 * depth), x10);
                x11 = g.fma(FloatVector.fromArray(S, w, k + 4 * depth), x11);
                x12 = g.fma(FloatVector.fromArray(S, w, k + 5 * depth), x12);
                x20 = g.fma(FloatVector.fromArray(S, w, k + 6 * depth), x20);
                x21 = g.fma(FloatVector.fromArray(S, w, k + 7 * depth), x21);
                x22 = g.fma(FloatVector.fromArray(S, w, k + 8 * depth), x22);
            }
            for (int n = ends[1]; n < ends[2]; n++) {
                FloatVector g = FloatVector.broadcast(S, d[n]);
                int k = outputs[n] * kernel + i;
                x01 = g.fma(FloatVector.fromArray(S, w, k), x01);
                x02 = g.fma(FloatVector.fromArray(S, w, k + depth), x02);
                x03 = g.fma(FloatVector.fromArray(S, w, k + 2 * depth), x03);
                x11 = g.fma(FloatVector.fromArray(S, w, k + 3 * depth), x11);
                x12 = g.fma(FloatVector.fromArray(S, w, k + 4 * depth), x12);
                x13 = g.fma(FloatVector.fromArray(S, w, k + 5 * depth), x13);
                x21 = g.fma(FloatVector.fromArray(S, w, k + 6 * depth), x21);
                x22 = g.fma(FloatVector.fromArray(S, w, k + 7 * depth), x22);
                x23 = g.fma(FloatVector.fromArray(S, w, k + 8 * depth), x23);
            }
            for (int n = ends[2]; n < ends[3]; n++) {
                FloatVector g = FloatVector.broadcast(S, d[n]);
                int k = outputs[n] * kernel + i;
                x10 = g.fma(FloatVector.fromArray(S, w, k), x10);
                x11 = g.fma(FloatVector.fromArray(S, w, k + depth), x11);
                x12 = g.fma(FloatVector.fromArray(S, w, k + 2 * depth), x12);
                x20 = g.fma(FloatVector.fromArray(S, w, k + 3 * depth), x20);
                x21 = g.fma(FloatVector.fromArray(S, w, k + 4 * depth), x21);
                x22 = g.fma(FloatVector.fromArray(S, w, k + 5 * depth), x22);
                x30 = g.fma(FloatVector.fromArray(S, w, k + 6 * depth), x30);
                x31 = g.fma(FloatVector.fromArray(S, w, k + 7 * depth), x31);
                x32 = g.fma(FloatVector.fromArray(S, w, k + 8 * depth), x32);
            }
            for (int n = ends[3]; n < ends[4]; n++) {
                FloatVector g = FloatVector.broadcast(S, d[n]);
                int k = outputs[n] * kernel + i;
                x11 = g.fma(FloatVector.fromArray(S, w, k), x11);
                x12 = g.fma(FloatVector.fromArray(S, w, k + depth), x12);
                x13 = g.fma(FloatVector.fromArray(S, w, k + 2 * depth), x13);
                x21 = g.fma(FloatVector.fromArray(S, w, k + 3 * depth), x21);
                x22 = g.fma(FloatVector.fromArray(S, w, k + 4 * depth), x22);
                x23 = g.fma(FloatVector.fromArray(S, w, k + 5 * depth), x23);
                x31 = g.fma(FloatVector.fromArray(S, w, k + 6 * depth), x31);
                x32 = g.fma(FloatVector.fromArray(S, w, k + 7 * depth), x32);
                x33 = g.fma(FloatVector.fromArray(S, w, k + 8 * depth), x33);
            }
            x00.intoArray(dIn, p0);
            x01.intoArray(dIn, p0 + depth);
            x02.intoArray(dIn, p0 + 2 * depth);
            x03.intoArray(dIn, p0 + 3 * depth);
            x10.intoArray(dIn, p1);
            x11.intoArray(dIn, p1 + depth);
            x12.intoArray(dIn, p1 + 2 * depth);
            x13.intoArray(dIn, p1 + 3 * depth);
            x20.intoArray(dIn, p2);
            x21.intoArray(dIn, p2 + depth);
            x22.intoArray(dIn, p2 + 2 * depth);
            x23.intoArray(dIn, p2 + 3 * depth);
            x30.intoArray(dIn, p3);
            x31.intoArray(dIn, p3 + depth);
            x32.intoArray(dIn, p3 + 2 * depth);
            x33.intoArray(dIn, p3 + 3 * depth);
        }
    }

    /**
     * Gradients of one output's kernel, which stay in registers.
     *
     * @param places where the patches of its chosen pixels begin, counted from inAt
     * @param d gradients of their sums
     * @param from first of them, to is behind the last
     * @param dw [output][tap][depth], is added to from dwAt on
     */
    void kernelBackward(int[] places, float[] d, int from, int to, float[] in, int inAt, float[] dw, int dwAt) {
        for (int i = 0; i < depth; i += V) {
            int k = dwAt + i;
            FloatVector g0 = FloatVector.fromArray(S, dw, k);
            FloatVector g1 = FloatVector.fromArray(S, dw, k + depth);
            FloatVector g2 = FloatVector.fromArray(S, dw, k + 2 * depth);
            FloatVector g3 = FloatVector.fromArray(S, dw, k + 3 * depth);
            FloatVector g4 = FloatVector.fromArray(S, dw, k + 4 * depth);
            FloatVector g5 = FloatVector.fromArray(S, dw, k + 5 * depth);
            FloatVector g6 = FloatVector.fromArray(S, dw, k + 6 * depth);
            FloatVector g7 = FloatVector.fromArray(S, dw, k + 7 * depth);
            FloatVector g8 = FloatVector.fromArray(S, dw, k + 8 * depth);
            for (int n = from; n < to; n++) {
                FloatVector g = FloatVector.broadcast(S, d[n]);
                int p = inAt + places[n] + i;
                g0 = g.fma(FloatVector.fromArray(S, in, p), g0);
                g1 = g.fma(FloatVector.fromArray(S, in, p + depth), g1);
                g2 = g.fma(FloatVector.fromArray(S, in, p + 2 * depth), g2);
                p += rowStride;
                g3 = g.fma(FloatVector.fromArray(S, in, p), g3);
                g4 = g.fma(FloatVector.fromArray(S, in, p + depth), g4);
                g5 = g.fma(FloatVector.fromArray(S, in, p + 2 * depth), g5);
                p += rowStride;
                g6 = g.fma(FloatVector.fromArray(S, in, p), g6);
                g7 = g.fma(FloatVector.fromArray(S, in, p + depth), g7);
                g8 = g.fma(FloatVector.fromArray(S, in, p + 2 * depth), g8);
            }
            g0.intoArray(dw, k);
            g1.intoArray(dw, k + depth);
            g2.intoArray(dw, k + 2 * depth);
            g3.intoArray(dw, k + 3 * depth);
            g4.intoArray(dw, k + 4 * depth);
            g5.intoArray(dw, k + 5 * depth);
            g6.intoArray(dw, k + 6 * depth);
            g7.intoArray(dw, k + 7 * depth);
            g8.intoArray(dw, k + 8 * depth);
        }
    }
}
