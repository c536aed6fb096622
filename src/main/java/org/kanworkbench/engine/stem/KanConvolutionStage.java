package org.kanworkbench.engine.stem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.stem.KanConvolutions;

/**
 * One stage of KAN convolutions: where its values lie, and its kernels as the loops read them. The terms of edge
 * functions depend on an input's pixel alone, so each is evaluated once for all taps that see it and all outputs; what
 * is left is a convolution whose inputs are the planes of every term of every channel. Constant terms need no planes:
 * what they add to a pixel's sum differs only along the border, and is the same for all images.
 *
 * <p>A plane is an image row by row, with one column and the rows above and below as border: the column after a row is
 * the one before the next. The pixel of an output lies where the first of its taps lies in an input's plane; the planes
 * of outputs have room before that, for taps that look back.
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
    /** Those that are not constant, by rising number. */
    final int[] varying;

    private final int[] constant;
    /** Of the constant ones. */
    private final float[] values;

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

    /** Where the first pixel of each cell lies, counted from the first of all. */
    final int[] cellPlaces;

    /** 1 at the pixels of a plane, 0 at its border. */
    final float[] inside;

    final float[] outInside;

    /** Where the term of each weight begins, [channel][tap][varying term], and a few more. */
    final int[] places;
    /** Where the sum begins in whose gradient an input of a kernel has a share, [output][tap]. */
    final int[] backPlaces;
    /** Where each tap begins, and a few more. */
    private final int[] tapPlaces;
    /** As {@link PlaneKernels#sums}. */
    final float[] forwardWeights;

    final float[] backwardWeights;
    private final float[] constantWeights;
    /** [output][place], what constants add. */
    final float[] constants;

    /** A plane of zeros. */
    final float[] none;
    /** {@link #inside} with room to read after it. */
    private final float[] ones;

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
        double[] value = new double[terms];
        boolean[] same = constants(weights.spec, value);
        varying = IntStream.range(0, terms).filter(t -> !same[t]).toArray();
        constant = IntStream.range(0, terms).filter(t -> same[t]).toArray();
        values = new float[constant.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) value[constant[n]];
        }
        row = width + border;
        outHeight = height + 2 * border - 2;
        outWidth = width + 2 * border - 2;
        first = border * (row + 1);
        span = (height - 1) * row + width;
        int reach = first + blocks(span);
        plane = PlaneKernels.plane(Math.max((height + 2 * border) * row + border, reach));
        lead = 2 * row + 2;
        outSpan = (outHeight - 1) * row + outWidth;
        outPlane = PlaneKernels.plane(lead + Math.max(blocks(outSpan), reach));
        int columns = outWidth / pool;
        cellPlaces = new int[outHeight / pool * columns];
        Arrays.setAll(cellPlaces, cell -> cell / columns * pool * row + cell % columns * pool);
        inside = mask(plane, first, height, width);
        outInside = mask(outPlane, lead, outHeight, outWidth);
        int inputs = channels * KanConvolutions.TAPS;
        places = new int[PlaneKernels.grouped(inputs * varying.length)];
        for (int n = 0; n < inputs * varying.length; n++) {
            int input = n / varying.length;
            places[n] = varying[n % varying.length] * channels * plane
                    + input / KanConvolutions.TAPS * plane
                    + offset(input % KanConvolutions.TAPS);
        }
        tapPlaces = new int[PlaneKernels.grouped(KanConvolutions.TAPS)];
        backPlaces = new int[outputs * KanConvolutions.TAPS];
        for (int m = 0; m < backPlaces.length; m++) {
            int tap = m % KanConvolutions.TAPS;
            tapPlaces[tap] = offset(tap);
            backPlaces[m] = m / KanConvolutions.TAPS * outPlane + lead - offset(tap);
        }
        int sums = PlaneKernels.grouped(outputs);
        forwardWeights = new float[sums * places.length];
        backwardWeights = new float[PlaneKernels.grouped(channels * varying.length) * backPlaces.length];
        constantWeights = new float[sums * tapPlaces.length];
        constants = new float[sums * outPlane];
        none = new float[plane];
        ones = Arrays.copyOf(inside, 2 * plane);
    }

    /**
     * The terms of an edge that neither an input nor a trained value changes.
     *
     * @param value receives these
     */
    private static boolean[] constants(LayerSpec kernels, double[] value) {
        int functions = kernels.basis().terms();
        int base = value.length - functions;
        boolean[] same = new boolean[value.length];
        Arrays.fill(same, base, value.length, true);
        List<Basis> derivatives = new ArrayList<>(List.of(kernels.basis()));
        if (kernels.basis() instanceof TrainedBasis trained) {
            for (int kind = 0; kind < trained.kinds(); kind++) {
                derivatives.add(trained.along(trained.start(0, kernels.inputs()), kind));
            }
        }
        double[] at = new double[functions];
        double[] slope = new double[functions];
        kernels.basis().evaluate(0, at, slope);
        System.arraycopy(at, 0, value, base, functions);
        for (Basis basis : derivatives) {
            for (double x : new double[] {-0.4, 0.3}) {
                basis.evaluate(x, at, slope);
                for (int k = 0; k < functions; k++) {
                    // A value of 0 may be that of a bump which lies elsewhere.
                    same[base + k] &= slope[k] == 0 && at[k] == value[base + k] && at[k] != 0;
                }
            }
        }
        return same;
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

    int pixels() {
        return outHeight * outWidth;
    }

    int cells() {
        return cellPlaces.length;
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
        Arrays.fill(constantWeights, 0);
        for (int input = 0; input < channels * KanConvolutions.TAPS; input++) {
            int channel = input / KanConvolutions.TAPS;
            int tap = input % KanConvolutions.TAPS;
            for (int v = 0; v < varying.length; v++) {
                int at = (input * terms + varying[v]) * weights.width;
                for (int o = 0; o < outputs; o++) {
                    forwardWeights[at(o, input * varying.length + v, places.length)] = from[at + o];
                }
                for (int o = 0; backward && o < outputs; o++) {
                    int m = o * KanConvolutions.TAPS + tap;
                    backwardWeights[at(v * channels + channel, m, backPlaces.length)] = from[at + o];
                }
            }
            for (int n = 0; n < constant.length; n++) {
                int at = (input * terms + constant[n]) * weights.width;
                for (int o = 0; o < outputs; o++) {
                    constantWeights[at(o, tap, tapPlaces.length)] += values[n] * from[at + o];
                }
            }
        }
        for (int o = 0; o < outputs; o++) {
            Arrays.fill(constants, o * outPlane, (o + 1) * outPlane, weights.bias == null ? 0 : weights.bias.values[o]);
        }
        if (constant.length > 0) {
            PlaneKernels.sums(
                    ones,
                    0,
                    tapPlaces,
                    constantWeights,
                    constants,
                    lead,
                    outPlane,
                    outputs,
                    constants,
                    lead,
                    outPlane,
                    outSpan);
        }
    }

    private static int at(int output, int n, int count) {
        int group = PlaneKernels.GROUP;
        return (output / group * count + n) * group + output % group;
    }

    /**
     * Adds up gradients of the weights as they lie in the layer.
     *
     * <p>The norm removes what shifts all pixels of an output alike: a bias, and a constant where a tap always lies within
     * the image. A rounding error here would become a step of Adam, so these gradients are left 0.
     *
     * @param ofVarying [channel][tap][varying term][padded output]
     * @param d [pixel][padded output], gradients of the sums, summed over images
     * @param ofTaps scratch, [tap][padded output] and a few more
     * @param edges receives [channel][tap][term][padded output]
     */
    void collect(float[] ofVarying, float[] d, float[] ofTaps, float[] edges) {
        int stride = weights.width;
        Arrays.fill(ofTaps, 0);
        if (constant.length > 0) {
            PlaneKernels.gradients(ones, tapPlaces, outSpan, d, stride, ofTaps);
        }
        for (int input = 0; input < channels * KanConvolutions.TAPS; input++) {
            int tap = input % KanConvolutions.TAPS;
            for (int v = 0; v < varying.length; v++) {
                int to = (input * terms + varying[v]) * stride;
                System.arraycopy(ofVarying, (input * varying.length + v) * stride, edges, to, stride);
            }
            boolean always = border == 0 || tap == KanConvolutions.TAPS / 2;
            for (int n = 0; n < constant.length && !(always && spec.normalized()); n++) {
                int to = (input * terms + constant[n]) * stride;
                for (int o = 0; o < stride; o++) {
                    edges[to + o] = values[n] * ofTaps[tap * stride + o];
                }
            }
        }
    }

    int tapGradients() {
        return tapPlaces.length * weights.width;
    }
}
