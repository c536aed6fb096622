package org.kanworkbench.engine.stem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.engine.kernel.Activations;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.Updater;
import org.kanworkbench.engine.layer.FeatureSlice;
import org.kanworkbench.engine.layer.LayerPass;
import org.kanworkbench.engine.layer.LayerWeights;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.stem.KanConvolutions;

/**
 * One stage of KAN convolutions, one image at a time: the kernels are a layer whose rows are the pixels, each with what
 * its taps see. Images are planes [channel][row][column]. Not thread-safe.
 */
final class KanConvolutionStage {

    /** Side of the squares of pixels of which the largest is kept; 1 to keep all. */
    static final int POOLED = 2;

    private static final int KERNEL = 3;
    private static final double EPSILON = 1e-5;

    private final KanConvolutions spec;
    private final int height;
    private final int width;
    private final int channels;
    private final int outputs;
    private final int border;
    private final int pool;
    private final int outHeight;
    private final int outWidth;
    private final List<Part> parts = new ArrayList<>();
    private final ParameterBlock slope;
    /** Row stride of sums. */
    private final int stride;

    /** Deviations of the channels of an input that is normalised, and of the outputs. */
    private final double[] inputDeviation;

    private final double[] deviation;
    private float[] normed;
    /** [pixel][stride], before and after the norm, and its gradient. */
    private final float[] sums;

    private final float[] activated;
    private final float[] d;
    /** The pixel that a pooled cell has its value from, [output][cell]. */
    private final int[] chosen;
    /** Functions of the basis that are constant. */
    private final int[] constants;

    /** Kernels that see one kind of input. */
    private record Part(LayerWeights weights, LayerPass pass, boolean seesNormed, float[] patches, float[] gradients) {}

    /**
     * @param stage of the weights
     * @param height rows of an image
     * @param width columns
     * @param border pixels around it where kernels may lie, 0 or 1
     * @param pool {@link #POOLED} or 1
     */
    KanConvolutionStage(
            KanConvolutionWeights weights, int stage, int height, int width, int border, int pool, boolean goesBack) {
        spec = weights.spec;
        this.height = height;
        this.width = width;
        this.border = border;
        this.pool = pool;
        channels = spec.inputChannels(stage);
        outputs = spec.channels().get(stage);
        outHeight = height + 2 * border - 2;
        outWidth = width + 2 * border - 2;
        int pixels = outHeight * outWidth;
        Workers alone = new Workers(1);
        for (LayerWeights part : weights.parts.get(stage)) {
            LayerPass pass = new LayerPass(part, pixels, Float.NaN, goesBack, false, alone);
            pass.lackInputs();
            boolean basis = part.spec.basis().terms() > 0;
            float[] patches = new float[pixels * channels * KanConvolutions.TAPS];
            parts.add(new Part(
                    part,
                    pass,
                    basis && spec.scaling() == KanConvolutions.Scaling.INSTANCE,
                    patches,
                    goesBack ? new float[patches.length] : null));
        }
        slope = weights.slopes.get(stage);
        stride = parts.getFirst().pass().width();
        inputDeviation = new double[channels];
        deviation = new double[outputs];
        sums = new float[pixels * stride];
        activated = new float[pixels * stride];
        d = new float[pixels * stride];
        chosen = new int[outputs * cells()];
        constants = constants(spec.kernels(stage).basis());
    }

    private int pixels() {
        return outHeight * outWidth;
    }

    private int cells() {
        return (outHeight / pool) * (outWidth / pool);
    }

    private float slope() {
        return slope == null ? 0 : slope.values[0];
    }

    /** [output][cell] of an image. */
    float[] forward(float[] plane) {
        if (spec.scaling() == KanConvolutions.Scaling.INSTANCE) {
            normed = plane.clone();
            for (int c = 0; c < channels; c++) {
                inputDeviation[c] = normalize(normed, c * height * width, 1, height * width);
            }
        }
        Arrays.fill(sums, 0);
        for (Part part : parts) {
            gather(part.seesNormed() ? normed : plane, part.patches());
            part.pass().forward(part.patches(), channels * KanConvolutions.TAPS, pixels(), true, 0);
            float[] more = part.pass().output();
            for (int n = 0; n < sums.length; n++) {
                sums[n] += more[n];
            }
        }
        for (int o = 0; spec.normalized() && o < outputs; o++) {
            deviation[o] = normalize(sums, o, stride, pixels());
        }
        Activations.apply(spec.activation(), slope(), sums, 0, activated, 0, sums.length);
        return pooled();
    }

    /** Brings values to mean 0 and deviation 1; returns the deviation. */
    private static double normalize(float[] values, int from, int step, int count) {
        double mean = 0;
        for (int n = 0; n < count; n++) {
            mean += values[from + n * step];
        }
        mean /= count;
        double squares = 0;
        for (int n = 0; n < count; n++) {
            double apart = values[from + n * step] - mean;
            squares += apart * apart;
        }
        double deviation = Math.sqrt(squares / count + EPSILON);
        for (int n = 0; n < count; n++) {
            values[from + n * step] = (float) ((values[from + n * step] - mean) / deviation);
        }
        return deviation;
    }

    /** Replaces gradients of normalised values by those of the values: (g − mean(g) − z·mean(g·z))/deviation. */
    private static void throughNorm(float[] g, float[] z, double deviation, int from, int step, int count) {
        double mean = 0;
        double product = 0;
        for (int n = 0; n < count; n++) {
            int at = from + n * step;
            mean += g[at] / (double) count;
            product += (double) g[at] * z[at] / count;
        }
        for (int n = 0; n < count; n++) {
            int at = from + n * step;
            g[at] = (float) ((g[at] - mean - z[at] * product) / deviation);
        }
    }

    /** The index in a plane of what a tap sees at a pixel; negative outside of the image. */
    private int seen(int pixel, int channel, int tap) {
        int r = pixel / outWidth + tap / KERNEL - border;
        int c = pixel % outWidth + tap % KERNEL - border;
        return r < 0 || r >= height || c < 0 || c >= width ? -1 : (channel * height + r) * width + c;
    }

    private void gather(float[] plane, float[] patches) {
        int at = 0;
        for (int pixel = 0; pixel < pixels(); pixel++) {
            for (int c = 0; c < channels; c++) {
                for (int tap = 0; tap < KanConvolutions.TAPS; tap++) {
                    int place = seen(pixel, c, tap);
                    patches[at++] = place < 0 ? FeatureSlice.ABSENT : plane[place];
                }
            }
        }
    }

    private float[] pooled() {
        float[] largest = new float[outputs * cells()];
        int columns = outWidth / pool;
        for (int o = 0; o < outputs; o++) {
            for (int cell = 0; cell < cells(); cell++) {
                int best = -1;
                for (int q = 0; q < pool * pool; q++) {
                    int pixel = (cell / columns * pool + q / pool) * outWidth + cell % columns * pool + q % pool;
                    if (best < 0 || activated[pixel * stride + o] > activated[best * stride + o]) {
                        best = pixel;
                    }
                }
                chosen[o * cells() + cell] = best;
                largest[o * cells() + cell] = activated[best * stride + o];
            }
        }
        return largest;
    }

    /**
     * Adds the gradients of the kernels to those of other images.
     *
     * @param g [output][cell]
     * @param wanted whether gradients of the image are
     * @return these, or null
     */
    float[] backward(float[] g, boolean wanted, Updater.Gradients gradients) {
        Activations.differentiate(spec.activation(), slope(), sums, 0, activated, 0, sums.length);
        Arrays.fill(d, 0);
        float toSlope = 0;
        for (int n = 0; n < chosen.length; n++) {
            int at = chosen[n] * stride + n / cells();
            d[at] += g[n] * activated[at];
            toSlope += sums[at] < 0 ? g[n] * sums[at] : 0;
        }
        if (slope != null) {
            float[] padded = new float[Lanes.PADDING];
            padded[0] = toSlope;
            gradients.update(slope, 0, padded, 0, padded.length);
        }
        for (int o = 0; spec.normalized() && o < outputs; o++) {
            throughNorm(d, sums, deviation[o], o, stride, pixels());
        }
        float[] dx = wanted ? new float[channels * height * width] : null;
        for (Part part : parts) {
            part.pass().backward(d);
            if (wanted || part.weights().spec.learnsBelowEdges()) {
                part.pass().inputGradient(part.gradients());
            }
            if (wanted) {
                scatter(part, dx);
            }
            for (FeatureSlice slice : part.pass().slices()) {
                part.pass().updateSlice(slice, gradients);
            }
            part.pass().updateSmall(gradients);
            if (spec.normalized()) {
                clearShifts(part.weights(), gradients);
            }
        }
        return dx;
    }

    /**
     * The norm removes what shifts all pixels of an output alike: a bias, and a constant function where a tap always lies
     * within the image. A rounding error here would become a step of Adam.
     */
    private void clearShifts(LayerWeights part, Updater.Gradients gradients) {
        part.clearBias(gradients);
        for (int tap = 0; tap < KanConvolutions.TAPS; tap++) {
            boolean always = border == 0 || tap == KanConvolutions.TAPS / 2;
            if (always && part.spec.basis().terms() > 0) {
                for (int c = 0; c < channels; c++) {
                    for (int k : constants) {
                        part.clear(gradients, c * KanConvolutions.TAPS + tap, k);
                    }
                }
            }
        }
    }

    private static int[] constants(Basis basis) {
        double[] value = new double[basis.terms()];
        double[] here = new double[basis.terms()];
        double[] there = new double[basis.terms()];
        basis.evaluate(0.3, value, here);
        basis.evaluate(-0.4, value, there);
        return IntStream.range(0, basis.terms())
                .filter(k -> here[k] == 0 && there[k] == 0 && value[k] != 0)
                .toArray();
    }

    private void scatter(Part part, float[] dx) {
        float[] to = part.seesNormed() ? new float[dx.length] : dx;
        int at = 0;
        for (int pixel = 0; pixel < pixels(); pixel++) {
            for (int c = 0; c < channels; c++) {
                for (int tap = 0; tap < KanConvolutions.TAPS; tap++, at++) {
                    int place = seen(pixel, c, tap);
                    if (place >= 0) {
                        to[place] += part.gradients()[at];
                    }
                }
            }
        }
        if (part.seesNormed()) {
            for (int c = 0; c < channels; c++) {
                throughNorm(to, normed, inputDeviation[c], c * height * width, 1, height * width);
            }
            for (int n = 0; n < dx.length; n++) {
                dx[n] += to[n];
            }
        }
    }
}
