package org.kanworkbench.engine.layer;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.InputKernels;
import org.kanworkbench.engine.kernel.Lanes;
import org.kanworkbench.engine.kernel.TrainedKernels;

/** The functions of a trained basis for some consecutive features: at their entries, at the background, and taken back. */
final class TrainedFunctions {

    /** How many times as long an entry takes alone as in all rows together. */
    private static final int FEW = 3;

    private final TrainedKernels kernels;
    private final int from;
    private final int features;
    private final int functions;
    /** Terms before the functions. */
    private final int base;
    /** Between an edge's terms, and between features. */
    private final int width;

    private final int featureWidth;

    /** The background once for each feature, scaled, and where each begins. */
    private final float[] scaledBackground;

    private final int[] once;
    /** The functions there, [function][feature]. */
    private final float[] atBackground;

    /** Null unless gradients are wanted, as what follows. */
    private final InputKernels sums;
    /** Gradients with respect to the functions of one feature, [function][row]. */
    private final float[][] ofRows;
    /** Of its entries, [function][entry]. */
    private final float[][] ofEntries;
    /** Those of a penalty, which are added; null without one. */
    private float[][] more;
    /** Of all rows that are background, [function][feature]. */
    private final float[][] ofBackground;
    /** Gradients with respect to the scaled inputs of entries. */
    private final float[] ofInputs;
    /** Gradients of the basis's values, laid out as these. */
    final float[] ofValues;

    /**
     * @param capacity for entries
     * @param learns whether gradients are wanted
     */
    TrainedFunctions(LayerWeights weights, int from, int to, int maxRows, int capacity, boolean learns) {
        kernels = weights.trainedKernels();
        this.from = from;
        features = to - from;
        functions = weights.spec.basis().terms();
        base = weights.spec.hasBase() ? 1 : 0;
        width = weights.width;
        featureWidth = weights.terms * width;
        scaledBackground = new float[Lanes.padded(features) + Lanes.PADDING];
        once = new int[features + 1];
        Arrays.setAll(once, f -> f);
        atBackground = new float[functions * scaledBackground.length];
        int stride = Lanes.padded(maxRows);
        sums = learns ? new InputKernels(weights.edgeValues, width, weights.spec.outputs(), null, 0, stride) : null;
        ofRows = learns ? new float[functions][stride] : null;
        ofEntries = learns ? new float[functions][capacity + Lanes.COUNT] : null;
        ofBackground = learns ? new float[functions][features] : null;
        ofInputs = learns ? new float[capacity] : null;
        ofValues = learns ? new float[weights.basisValues.values.length] : null;
    }

    /**
     * Evaluates the functions at entries.
     *
     * @param start where a feature's entries begin
     * @param phi receives planes of terms; those before the functions stay
     */
    void expand(int[] start, float[] s, float[] phi, int plane) {
        kernels.expand(from, start, start[features], s, phi, null, base * plane, plane);
    }

    /** Of entries, [function][entry]: what {@link #gradients} adds to their gradients, written before; not for sparse entries. */
    float[][] more() {
        if (more == null) {
            more = new float[functions][ofEntries[0].length];
        }
        return more;
    }

    /** Evaluates them at the background. */
    void refresh(float background) {
        Arrays.fill(scaledBackground, 0, features, background);
        kernels.expand(from, once, features, scaledBackground, atBackground, null, 0, scaledBackground.length);
    }

    /** Puts a feature's functions at the background in their places among its terms. */
    void background(int feature, float[] terms) {
        for (int k = 0; k < functions; k++) {
            terms[base + k] = atBackground[k * scaledBackground.length + feature];
        }
    }

    /**
     * Computes the gradients of entries and of the basis's values.
     *
     * @param rowOf by entry
     * @param s by entry
     * @param d gradients of the sums, [row][width]
     * @param dT the same transposed: [output][stride]
     * @param total their sums over the rows, by output
     * @param sparse whether rows without an entry are background
     */
    void gradients(int[] start, int[] rowOf, float[] s, float[] d, float[] dT, float[] total, boolean sparse) {
        for (int f = 0; f < features; f++) {
            int edges = (from + f) * featureWidth + base * width;
            int first = start[f];
            int end = start[f + 1];
            if (FEW * (end - first) < ofRows[0].length) {
                sums.sumsOfEntries(edges, d, rowOf, first, end, ofEntries);
            } else {
                sums.sums(edges, dT, ofRows, 0);
                for (int k = 0; k < functions; k++) {
                    for (int n = first; n < end; n++) {
                        ofEntries[k][n] = ofRows[k][rowOf[n]];
                    }
                }
            }
            for (int k = 0; k < functions; k++) {
                if (sparse) {
                    ofBackground[k][f] = sums.sumOfAll(edges + k * width, total) - Lanes.sum(ofEntries[k], first, end);
                }
                for (int n = first; more != null && n < end; n++) {
                    ofEntries[k][n] += more[k][n];
                }
            }
        }
        Arrays.fill(ofValues, 0);
        kernels.gradients(from, start, start[features], s, ofEntries, ofInputs, ofValues);
        if (sparse) {
            kernels.gradients(from, once, features, scaledBackground, ofBackground, null, ofValues);
        }
    }

    /** Adds the gradients of the basis's values that come from other rows. */
    void absorb(TrainedFunctions other) {
        LayerRows.add(other.ofValues, ofValues);
    }

    /** Adds the gradients with respect to the scaled inputs of a feature, which has an entry for every row. */
    void addOfInputs(int feature, int rows, float[] to, int at) {
        for (int b = 0; b < rows; b++) {
            to[at + b] += ofInputs[feature * rows + b];
        }
    }
}
