package org.kanworkbench.engine.stem;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.Activations;
import org.kanworkbench.engine.kernel.BasisKernel;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.ParameterBlock;
import org.kanworkbench.engine.kernel.TrainedKernels;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.stem.KanConvolutions.Scaling;

/**
 * The forward and backward pass of some images through one stage, one after the other, with all buffers. Between both,
 * an image's inputs and its sums are kept; its terms, which are many more, are evaluated again. Not thread-safe.
 */
final class KanConvolutionSlice {

    private static final float EPSILON = 1e-5f;

    private final KanConvolutionStage stage;
    /** Its own: a kernel has buffers for one thread. Null for a trained basis. */
    private final BasisKernel kernel;
    /** Null for another. */
    private final TrainedKernels trained;

    private final boolean goesBack;
    /** Terms before the basis's. */
    private final int base;
    /** Values of all channels' planes. */
    private final int points;
    /** As if all were of one input. */
    private final int[] onlyInput;
    /** Values of all outputs' planes. */
    private final int sumPoints;

    /** [image][channel][place] */
    private final float[] x;
    /** [channel][place], scaled, and the deviations that it was divided by. */
    private final float[] s;

    private final float[] scaledDeviation;
    /** [term][channel][place], and room to read after the last. */
    private final float[] phi;

    private final float[] slopes;
    /** [varying term][channel][place] and a few more. */
    private final float[] termGradients;
    /** [channel][place] */
    private final float[] scaledGradient;

    /** [image][output][place], normalised, and [image][output], the deviations. */
    private final float[] sums;

    private final float[] deviation;
    private final float[] activated;
    /** [image][output][cell], where in the sums its value is from. */
    private final int[] chosen;
    /** [output][cell], those sums, and the slopes of the activation there. */
    private final float[] chosenSums;

    private final float[] chosenSlopes;
    /** [place] */
    private final float[] most;

    private final float[] distance;
    /** [output][place], gradients of the sums; zero beside the pixels. */
    private final float[] d;
    /** [pixel][padded output], the same. */
    private final float[] turned;

    /** Summed over the images, as {@link KanConvolutionStage#collect}. */
    private final float[] turnedSum;

    private final float[] varyingGradients;
    private final float[] tapGradients;
    private final float[] edgeGradients;

    private final float[] biasGradients;
    private final float[] slopeGradient;
    /** [function][point]; null without values of the basis. */
    private final float[][] functionGradients;

    /** Of the basis's own values; null without any. */
    private final float[] valueGradients;

    /** @param kept images whose values are kept for the backward pass; 0 without one */
    KanConvolutionSlice(KanConvolutionStage stage, int kept) {
        this.stage = stage;
        goesBack = kept > 0;
        int images = Math.max(1, kept);
        trained = stage.weights.trainedKernels();
        kernel = trained != null ? null : BasisKernel.of(stage.weights.spec.basis());
        base = stage.weights.spec.hasBase() ? 1 : 0;
        points = stage.channels * stage.plane;
        onlyInput = new int[] {0, points};
        int planes = PlaneKernels.grouped(stage.outputs);
        sumPoints = planes * stage.outPlane;
        x = new float[images * points];
        s = new float[points];
        scaledDeviation = new float[stage.channels];
        phi = new float[stage.terms * points + stage.plane];
        slopes = goesBack ? new float[stage.terms * points + stage.plane] : null;
        int planesOfTerms = PlaneKernels.grouped(stage.varying.length * stage.channels);
        termGradients = goesBack ? new float[planesOfTerms * stage.plane] : null;
        scaledGradient = goesBack ? new float[points] : null;
        sums = new float[images * sumPoints];
        deviation = new float[images * stage.outputs];
        activated = new float[sumPoints];
        int cells = stage.outputs * stage.cells();
        chosen = new int[images * cells];
        chosenSums = new float[Lanes.padded(cells)];
        chosenSlopes = new float[Lanes.padded(cells)];
        most = new float[stage.outPlane];
        distance = new float[stage.outPlane];
        d = goesBack ? new float[sumPoints] : null;
        turned = goesBack ? new float[stage.outSpan * stage.weights.width] : null;
        turnedSum = goesBack ? new float[turned.length] : null;
        varyingGradients = goesBack ? new float[stage.places.length * stage.weights.width] : null;
        tapGradients = goesBack ? new float[stage.tapGradients()] : null;
        edgeGradients = goesBack ? new float[stage.weights.edges.values.length] : null;
        biasGradients = new float[stage.weights.width];
        slopeGradient = new float[Lanes.PADDING];
        functionGradients = goesBack && trained != null ? new float[stage.terms - base][points] : null;
        valueGradients = goesBack && trained != null ? new float[stage.weights.basisValues.values.length] : null;
    }

    /**
     * @param in an image at inAt, [channel][row][column]
     * @param image number among the kept ones
     * @param out receives [output][cell] from outAt on
     */
    void forward(float[] in, int inAt, int image, float[] out, int outAt) {
        for (int r = 0; r < stage.channels * stage.height; r++) {
            System.arraycopy(in, inAt + r * stage.width, x, image * points + stage.placeOfRow(r), stage.width);
        }
        expand(image, null);
        int at = image * sumPoints;
        PlaneKernels.sums(
                phi,
                0,
                stage.places,
                stage.forwardWeights,
                stage.constants,
                stage.lead,
                stage.outPlane,
                stage.outputs,
                sums,
                at + stage.lead,
                stage.outPlane,
                stage.outSpan);
        for (int o = 0; stage.spec.normalized() && o < stage.outputs; o++) {
            deviation[image * stage.outputs + o] =
                    PlaneValues.normalize(sums, at + o * stage.outPlane, stage.outInside, stage.pixels(), EPSILON);
        }
        Activations.apply(stage.spec.activation(), stage.slope(), sums, at, activated, 0, sumPoints);
        pool(image, out, outAt);
    }

    /** Evaluates the terms of an image's inputs, and their derivatives unless these are null. */
    private void expand(int image, float[] derivatives) {
        int at = image * points;
        if (base > 0) {
            Activations.apply(stage.weights.spec.base(), 0, x, at, phi, 0, points);
            if (derivatives != null) {
                Activations.differentiate(stage.weights.spec.base(), 0, x, at, derivatives, 0, points);
            }
        }
        if (stage.terms > base) {
            scale(at);
            if (trained != null) {
                trained.expand(0, onlyInput, points, s, phi, derivatives, base * points, points);
            } else {
                kernel.expand(s, points, phi, derivatives, base * points, points);
            }
        }
        PlaneValues.mask(phi, stage.terms * stage.channels, stage.inside);
    }

    private void scale(int at) {
        if (stage.spec.scaling() == Scaling.TANH) {
            Activations.apply(Activation.TANH, 0, x, at, s, 0, points);
            return;
        }
        System.arraycopy(x, at, s, 0, points);
        for (int c = 0; stage.spec.scaling() == Scaling.INSTANCE && c < stage.channels; c++) {
            scaledDeviation[c] =
                    PlaneValues.normalize(s, c * stage.plane, stage.inside, stage.height * stage.width, EPSILON);
        }
    }

    private void pool(int image, float[] out, int outAt) {
        int cells = stage.cells();
        for (int o = 0; o < stage.outputs; o++) {
            int from = o * stage.outPlane + stage.lead;
            int to = o * cells;
            if (stage.pool == 1) {
                System.arraycopy(activated, from, most, 0, stage.outSpan);
            } else {
                PlaneValues.largest(activated, from, stage.row, stage.outSpan, most, distance);
            }
            for (int cell = 0; cell < cells; cell++) {
                int place = stage.cellPlaces[cell];
                out[outAt + to + cell] = most[place];
                chosen[image * stage.outputs * cells + to + cell] = from + place + (int) distance[place];
            }
        }
    }

    void clearGradients() {
        Arrays.fill(turnedSum, 0);
        Arrays.fill(varyingGradients, 0);
        Arrays.fill(biasGradients, 0);
        Arrays.fill(slopeGradient, 0);
        if (valueGradients != null) {
            Arrays.fill(valueGradients, 0);
        }
    }

    /** Ends a backward pass, after which gradients are those of all images since they were cleared. */
    void collectGradients() {
        stage.collect(varyingGradients, turnedSum, tapGradients, edgeGradients);
    }

    /** Of a block of the stage's. */
    float[] gradients(ParameterBlock block) {
        if (block == stage.weights.edges) {
            return edgeGradients;
        }
        if (block == stage.weights.bias) {
            return biasGradients;
        }
        return block == stage.slope ? slopeGradient : valueGradients;
    }

    /**
     * Adds the gradients of a kept image to those of others.
     *
     * @param g [output][cell] from gAt on
     * @param dx receives gradients of the image from dxAt on, [channel][row][column]; null if they are not wanted
     */
    void backward(float[] g, int gAt, int image, float[] dx, int dxAt) {
        int at = image * sumPoints;
        takeGradients(g, gAt, image, at);
        for (int o = 0; stage.spec.normalized() && o < stage.outputs; o++) {
            PlaneValues.throughNorm(
                    d,
                    o * stage.outPlane,
                    sums,
                    at + o * stage.outPlane,
                    deviation[image * stage.outputs + o],
                    stage.outInside,
                    stage.pixels());
        }
        boolean below = dx != null || trained != null;
        expand(image, below ? slopes : null);
        turn();
        PlaneKernels.gradients(phi, stage.places, stage.outSpan, turned, stage.weights.width, varyingGradients);
        if (below) {
            PlaneKernels.sums(
                    d,
                    stage.first,
                    stage.backPlaces,
                    stage.backwardWeights,
                    stage.none,
                    0,
                    0,
                    stage.channels * stage.varying.length,
                    termGradients,
                    stage.first,
                    stage.plane,
                    stage.span);
            PlaneValues.mask(termGradients, stage.channels * stage.varying.length, stage.inside);
        }
        if (dx != null) {
            inputGradients(dx, dxAt);
        }
        if (trained != null) {
            addToValues();
        }
    }

    /** The gradients of the sums before the norm is gone through. */
    private void takeGradients(float[] g, int gAt, int image, int at) {
        int cells = stage.outputs * stage.cells();
        int from = image * cells;
        for (int n = 0; n < cells; n++) {
            chosenSums[n] = sums[at + chosen[from + n]];
        }
        Activations.differentiate(stage.spec.activation(), stage.slope(), chosenSums, 0, chosenSlopes, 0, cells);
        Arrays.fill(d, 0);
        for (int n = 0; n < cells; n++) {
            d[chosen[from + n]] = g[gAt + n] * chosenSlopes[n];
        }
        for (int n = 0; stage.slope != null && n < cells; n++) {
            slopeGradient[0] += chosenSums[n] < 0 ? g[gAt + n] * chosenSums[n] : 0;
        }
        for (int n = 0; stage.weights.bias != null && !stage.spec.normalized() && n < cells; n++) {
            biasGradients[n / stage.cells()] += g[gAt + n] * chosenSlopes[n];
        }
    }

    private void turn() {
        for (int q = 0; q < stage.outSpan; q++) {
            int to = q * stage.weights.width;
            int from = stage.lead + q;
            for (int o = 0; o < stage.outputs; o++) {
                float of = d[from + o * stage.outPlane];
                turned[to + o] = of;
                turnedSum[to + o] += of;
            }
        }
    }

    private void inputGradients(float[] dx, int dxAt) {
        Arrays.fill(scaledGradient, 0);
        for (int v = base; v < stage.varying.length; v++) {
            PlaneValues.addProduct(
                    termGradients, v * points, slopes, stage.varying[v] * points, points, scaledGradient);
        }
        if (stage.spec.scaling() == Scaling.TANH) {
            PlaneValues.throughTanh(scaledGradient, s, points);
        }
        for (int c = 0; stage.spec.scaling() == Scaling.INSTANCE && c < stage.channels; c++) {
            int at = c * stage.plane;
            int pixels = stage.height * stage.width;
            PlaneValues.throughNorm(scaledGradient, at, s, at, scaledDeviation[c], stage.inside, pixels);
        }
        if (base > 0) {
            PlaneValues.addProduct(termGradients, 0, slopes, 0, points, scaledGradient);
        }
        for (int r = 0; r < stage.channels * stage.height; r++) {
            System.arraycopy(scaledGradient, stage.placeOfRow(r), dx, dxAt + r * stage.width, stage.width);
        }
    }

    /** dL/dv = Σ over pixels and functions of ∂φ_k/∂v·dL/dφ_k; all taps share the values. */
    private void addToValues() {
        for (int v = base; v < stage.varying.length; v++) {
            System.arraycopy(termGradients, v * points, functionGradients[stage.varying[v] - base], 0, points);
        }
        trained.gradients(0, onlyInput, points, s, functionGradients, null, valueGradients);
    }
}
