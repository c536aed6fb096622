package org.kanworkbench.engine.layer;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.kanworkbench.engine.kernel.EdgeKernels;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * The entries of a slice whose rows have backgrounds of their own: those of a feature's rows, less the terms of the row's
 * background, and one for every one of the {@link BackgroundNodes}. In the planes all nodes' follow all rows'.
 */
final class NodeEntries {

    private final LayerWeights weights;
    private final InputScaler scaler;
    private final BackgroundNodes nodes;
    private final int first;
    private final int features;
    private final int plane;
    private final int active;
    /** An unscaled base, the first term, depends on neither gains nor shifts. */
    private final int scaledFrom;

    /** Where features begin among entries by feature, and these entries' places in the planes, and rows. */
    private final int[] start;

    private final int[] places;
    private final int[] scaledPlaces;
    private final int[] rows;
    /** By place: a row's background instead of the entry, scaled, with its terms and their derivatives. */
    private final float[] input;

    private final float[] scaled;
    private final float[] terms;
    private final float[] derivatives;
    /** By place, before gains and shifts: the entry, and the row's background. */
    private final float[] normalized;

    private final float[] ofBackground;

    final EdgeKernels kernels;
    private final EdgeKernels toGain;
    private final EdgeKernels toShift;
    private final float[] byGain;
    private final float[] byShift;
    private final float[] zero;

    /**
     * @param first input of the slice
     * @param phi planes of the slice's terms
     * @param slopes and of their derivatives
     */
    NodeEntries(
            LayerWeights weights,
            InputScaler scaler,
            BackgroundNodes nodes,
            int first,
            int features,
            float[] phi,
            float[] slopes,
            int plane) {
        this.weights = weights;
        this.scaler = scaler;
        this.nodes = nodes;
        this.first = first;
        this.features = features;
        this.plane = plane;
        active = weights.activeTerms;
        scaledFrom = weights.spec.hasBase() && !weights.spec.scalesBase() ? 1 : 0;
        start = new int[features + 1];
        places = new int[plane];
        scaledPlaces = new int[plane];
        rows = new int[plane];
        input = new float[plane];
        scaled = new float[plane];
        terms = new float[active * plane];
        derivatives = new float[active * plane];
        normalized = new float[plane];
        ofBackground = new float[plane];
        kernels = new EdgeKernels(phi, plane, places, rows, weights.width);
        toGain = new EdgeKernels(derivatives, plane, scaledPlaces, rows, weights.width);
        toShift = new EdgeKernels(slopes, plane, scaledPlaces, rows, weights.width);
        byGain = new float[(active - scaledFrom) * weights.width];
        byShift = new float[byGain.length];
        zero = new float[byGain.length];
    }

    int start(int feature) {
        return start[feature];
    }

    /**
     * Adds the nodes' entries to those of rows, and expands all.
     *
     * @param from where features begin among the rows' entries, which have these rows and inputs x
     */
    void expand(float background, int[] from, int[] rowOf, float[] x, float[] s, float[] phi, float[] slopes) {
        int ofRows = from[features];
        int count = nodes.count();
        int n = 0;
        for (int f = 0; f < features; f++) {
            start[f] = n;
            for (int place = from[f]; place < from[f + 1]; place++) {
                add(n++, place, rowOf[place]);
            }
            int at = ofRows + f * count;
            for (int k = 0; k < count; k++) {
                x[at + k] = background;
                rowOf[at + k] = nodes.rows() + k;
                add(n++, at + k, nodes.rows() + k);
            }
        }
        start[features] = n;
        Arrays.fill(input, 0, ofRows, background);
        for (int place = 0; place < n; place++) {
            normalized[place] = scaler.normalized(x[place], rowOf[place]);
        }
        for (int place = 0; place < ofRows; place++) {
            ofBackground[place] = scaler.normalized(background, rowOf[place]);
        }
        for (int f = 0; f < features; f++) {
            scaler.gain(normalized, from[f], from[f + 1], first + f, s);
            scaler.gain(normalized, ofRows + f * count, ofRows + (f + 1) * count, first + f, s);
            scaler.gain(ofBackground, from[f], from[f + 1], first + f, scaled);
        }
        weights.expand(x, s, n, phi, slopes, plane);
        weights.expand(input, scaled, ofRows, terms, derivatives, plane);
        for (int t = 0; t < active; t++) {
            subtract(t * plane, ofRows, n, phi, slopes);
        }
    }

    private void add(int n, int place, int row) {
        places[n] = place;
        scaledPlaces[n] = scaledFrom * plane + place;
        rows[n] = row;
    }

    /** Of a term: values less the background's, and derivatives by gain, in place of the background's, and by shift. */
    private void subtract(int at, int ofRows, int count, float[] phi, float[] slopes) {
        for (int n = 0; n < ofRows; n++) {
            phi[at + n] -= terms[at + n];
            float slope = derivatives[at + n];
            derivatives[at + n] = slopes[at + n] * normalized[n] - slope * ofBackground[n];
            slopes[at + n] -= slope;
        }
        for (int n = ofRows; n < count; n++) {
            derivatives[at + n] = slopes[at + n] * normalized[n];
        }
    }

    /**
     * Computes the gradients of gains and shifts.
     *
     * @param d [row][width] gradients of the sums
     */
    void gainGradients(float[] d) {
        for (int f = 0; f < features; f++) {
            toGain.gradient(active - scaledFrom, start[f], start[f + 1], d, zero, 0, byGain, 0);
            toShift.gradient(active - scaledFrom, start[f], start[f + 1], d, zero, 0, byShift, 0);
            int edge = ((first + f) * weights.terms + scaledFrom) * weights.width;
            FloatVector ofGain = FloatVector.zero(Lanes.SPECIES);
            FloatVector ofShift = FloatVector.zero(Lanes.SPECIES);
            for (int j = 0; j < byGain.length; j += Lanes.COUNT) {
                FloatVector w = FloatVector.fromArray(Lanes.SPECIES, weights.edgeValues, edge + j);
                ofGain = FloatVector.fromArray(Lanes.SPECIES, byGain, j).fma(w, ofGain);
                ofShift = FloatVector.fromArray(Lanes.SPECIES, byShift, j).fma(w, ofShift);
            }
            scaler.setGainGradient(first + f, Lanes.sum(ofGain), Lanes.sum(ofShift));
        }
    }
}
