package org.kanworkbench.engine.stem;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.stem.KanConvolutions;

/**
 * One stage of KAN convolutions: where its values lie, and its kernels as the loops read them. The terms of edge
 * functions depend on an input's pixel alone, so each is evaluated once for all taps that see it and all outputs; what
 * is left is a convolution whose inputs are the planes of every term of every channel.
 *
 * <p>A plane is an image row by row with its border. The pixel of an output lies where the first of its taps lies in an
 * input's plane; the planes of outputs have room before that, for taps that look back.
 */
final class KanConvolutionStage {

    /** Side of the squares of pixels of which the largest is kept; 1 to keep all. */
    static final int POOLED = 2;

    private static final int KERNEL = 3;

    final KanConvolutions spec;
    final LayerWeights weights;
    /** Null without one. */
    final ParameterBlock slope;

    final int height;
    final int width;
    final int border;
    final int channels;
    final int outputs;
    final int pool;
    final int outHeight;
    final int outWidth;
    /** Terms of an edge. */
    final int terms;

    /** Distance between the rows of a plane. */
    final int row;
    /** The place of an input's first pixel in its plane, and how many places there are from there to the last. */
    final int first;

    final int span;
    /** Distance between an input's planes. */
    final int plane;
    /** The place of an output's first pixel in its plane, and how many places there are from there to the last. */
    final int lead;

    final int outSpan;
    final int outPlane;

    /** 1 at the pixels of a plane, 0 at its border. */
    final float[] inside;

    final float[] outInside;

    /** Where each weight's term begins, [channel][tap][term], and a few more. */
    final int[] places;
    /** Where the sum begins in whose gradient an input of a kernel has a share, [output][tap]. */
    final int[] backPlaces;
    /** As {@link PlaneKernels#sums}. */
    final float[] forwardWeights;

    final float[] backwardWeights;
    final float[] bias;
    final float[] none;
    /** The weights' rows whose gradients are rounding alone, from first to last term of the channel's tap. */
    private final int[] withoutEffect;

    /**
     * @param stage of the weights
     * @param height rows of an image
     * @param width columns
     * @param border pixels around it where kernels may lie, 0 or 1
     * @param pool {@link #POOLED} or 1
     */
    KanConvolutionStage(KanConvolutionWeights all, int stage, int height, int width, int border, int pool) {
        spec = all.spec;
        weights = all.kernels.get(stage);
        slope = all.slopes.get(stage);
        this.height = height;
        this.width = width;
        this.border = border;
        this.pool = pool;
        channels = spec.inputChannels(stage);
        outputs = spec.channels().get(stage);
        terms = weights.terms;
        row = width + 2 * border;
        outHeight = height + 2 * border - 2;
        outWidth = row - 2;
        first = border * (row + 1);
        span = (height - 1) * row + width;
        int reach = first + blocks(span);
        plane = PlaneKernels.plane(Math.max((height + 2 * border) * row, reach));
        lead = 2 * row + 2;
        outSpan = (outHeight - 1) * row + outWidth;
        outPlane = PlaneKernels.plane(lead + Math.max(blocks(outSpan), reach));
        inside = mask(plane, first, height, width);
        outInside = mask(outPlane, lead, outHeight, outWidth);
        places = new int[PlaneKernels.grouped(channels * KanConvolutions.TAPS * terms)];
        for (int n = 0; n < weights(); n++) {
            int input = n / terms;
            places[n] = n % terms * channels * plane
                    + input / KanConvolutions.TAPS * plane
                    + offset(input % KanConvolutions.TAPS);
        }
        backPlaces = new int[outputs * KanConvolutions.TAPS];
        Arrays.setAll(backPlaces, m -> m / KanConvolutions.TAPS * outPlane + lead - offset(m % KanConvolutions.TAPS));
        forwardWeights = new float[PlaneKernels.grouped(outputs) * places.length];
        backwardWeights = new float[PlaneKernels.grouped(channels * terms) * backPlaces.length];
        bias = new float[PlaneKernels.grouped(outputs)];
        none = new float[PlaneKernels.grouped(channels * terms)];
        withoutEffect = withoutEffect();
    }

    private static int blocks(int size) {
        return (size + PlaneKernels.BLOCK - 1) / PlaneKernels.BLOCK * PlaneKernels.BLOCK;
    }

    private int offset(int tap) {
        return tap / KERNEL * row + tap % KERNEL;
    }

    private float[] mask(int size, int from, int rows, int columns) {
        float[] mask = new float[size];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(mask, from + r * row, from + r * row + columns, 1);
        }
        return mask;
    }

    /** Weights of an output. */
    private int weights() {
        return channels * KanConvolutions.TAPS * terms;
    }

    int pixels() {
        return outHeight * outWidth;
    }

    int cells() {
        return (outHeight / pool) * (outWidth / pool);
    }

    /** Where a row of an image, [channel][row], begins in the planes of its channels. */
    int placeOfRow(int r) {
        return r / height * plane + first + r % height * row;
    }

    float slope() {
        return slope == null ? 0 : slope.values[0];
    }

    /** Copies the kernels for the loops, after they have changed. */
    void layOut(boolean backward) {
        float[] from = weights.edges.values;
        int stride = weights.width;
        for (int n = 0; n < weights(); n++) {
            for (int o = 0; o < outputs; o++) {
                forwardWeights[at(o, n, places.length)] = from[n * stride + o];
            }
        }
        if (weights.bias != null) {
            System.arraycopy(weights.bias.values, 0, bias, 0, outputs);
        }
        for (int n = 0; backward && n < weights(); n++) {
            int input = n / terms;
            int k = n % terms * channels + input / KanConvolutions.TAPS;
            for (int o = 0; o < outputs; o++) {
                int m = o * KanConvolutions.TAPS + input % KanConvolutions.TAPS;
                backwardWeights[at(k, m, backPlaces.length)] = from[n * stride + o];
            }
        }
    }

    private static int at(int output, int n, int count) {
        int group = PlaneKernels.GROUP;
        return (output / group * count + n) * group + output % group;
    }

    /**
     * The norm removes what shifts all pixels of an output alike: a bias, and a constant function where a tap always lies
     * within the image. A rounding error here would become a step of Adam.
     */
    void clearWithoutEffect(float[] gradients) {
        for (int n : withoutEffect) {
            Arrays.fill(gradients, n * weights.width, (n + 1) * weights.width, 0);
        }
    }

    private int[] withoutEffect() {
        Basis basis = weights.spec.basis();
        if (!spec.normalized() || basis.terms() == 0) {
            return new int[0];
        }
        double[] value = new double[basis.terms()];
        double[] here = new double[basis.terms()];
        double[] there = new double[basis.terms()];
        basis.evaluate(0.3, value, here);
        basis.evaluate(-0.4, value, there);
        return IntStream.range(0, weights())
                .filter(n -> {
                    int tap = n / terms % KanConvolutions.TAPS;
                    int k = n % terms - (terms - basis.terms());
                    boolean always = border == 0 || tap == KanConvolutions.TAPS / 2;
                    return always && k >= 0 && here[k] == 0 && there[k] == 0 && value[k] != 0;
                })
                .toArray();
    }
}
