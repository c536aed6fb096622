package org.kanworkbench.engine.layer;

import java.util.Arrays;
import org.kanworkbench.engine.kernel.Lanes;

/**
 * The basis functions of edges that shift and stretch their inputs by values of their own, one input feature at a time:
 * each is evaluated for every entry and output. With a background, it is one more entry after the others, and entries
 * count by how they differ from it. Not thread-safe.
 */
final class StretchedEdges {

    private final LayerWeights weights;
    private final int width;
    /** Index of the first function among an edge's terms. */
    private final int first;

    private final int functions;
    private final int plane;
    /** [entry][padded output]: arguments, and functions and their derivatives in planes. */
    private final float[] z;

    private final float[] phi;
    private final float[] slopes;
    /** Of an entry's sums. */
    private final float[] d;

    final float[] shiftGradient;
    final float[] stretchGradient;

    StretchedEdges(LayerWeights weights, int maxRows) {
        this.weights = weights;
        width = weights.width;
        first = weights.sharedTerms();
        functions = weights.spec.basis().terms();
        plane = (maxRows + 1) * width + Lanes.PADDING;
        z = new float[plane];
        // After the planes, zeros for entries without a background.
        phi = new float[functions * plane + width];
        slopes = new float[functions * plane];
        d = new float[width];
        shiftGradient = new float[width];
        stretchGradient = new float[width];
    }

    private int weightAt(int input, int k) {
        return (input * weights.terms + first + k) * width;
    }

    /** Entries of the feature, and the background if it is a number. */
    private void expand(int input, float[] s, int from, int to, float background, boolean differentiated) {
        int count = to - from + (Float.isNaN(background) ? 0 : 1);
        int own = input * width;
        for (int n = 0; n < count; n++) {
            float argument = n < to - from ? s[from + n] : background;
            for (int o = 0; o < width; o++) {
                z[n * width + o] = (argument - weights.edgeShift.values[own + o]) / weights.edgeStretch.values[own + o];
            }
        }
        weights.kernel.expand(z, count * width, phi, differentiated ? slopes : null, 0, plane);
    }

    /**
     * Adds to the sums.
     *
     * @param s scaled entries
     * @param background scaled; NaN for none
     * @param common receives the background's share of every row; null if it is known
     */
    void forward(int input, float[] s, int from, int to, int[] rowOf, float background, float[] sums, float[] common) {
        expand(input, s, from, to, background, false);
        int last = (to - from) * width;
        for (int k = 0; k < functions; k++) {
            int w = weightAt(input, k);
            int at = k * plane;
            boolean differences = !Float.isNaN(background);
            for (int o = 0; differences && common != null && o < width; o++) {
                common[o] += weights.edgeValues[w + o] * phi[at + last + o];
            }
            int beside = differences ? at + last : plane * functions;
            for (int n = from; n < to; n++, at += width) {
                int row = rowOf[n] * width;
                for (int o = 0; o < width; o++) {
                    sums[row + o] += weights.edgeValues[w + o] * (phi[at + o] - phi[beside + o]);
                }
            }
        }
    }

    /**
     * Gradients of the feature's edges: weights, and {@link #shiftGradient} and {@link #stretchGradient}.
     *
     * @param sumsGradient [row][padded output]
     * @param total its sums over the rows
     * @param gradient [term][padded output], where those of the functions are overwritten
     */
    void gradient(
            int input,
            float[] s,
            int from,
            int to,
            int[] rowOf,
            float background,
            float[] sumsGradient,
            float[] total,
            float[] gradient) {
        expand(input, s, from, to, background, true);
        Arrays.fill(gradient, first * width, (first + functions) * width, 0);
        Arrays.fill(shiftGradient, 0);
        Arrays.fill(stretchGradient, 0);
        // What the entries leave of the total is the background's.
        float[] rest = total.clone();
        for (int n = from; n < to; n++) {
            System.arraycopy(sumsGradient, rowOf[n] * width, d, 0, width);
            for (int o = 0; o < width; o++) {
                rest[o] -= d[o];
            }
            addEntry(input, n - from, d, gradient);
        }
        if (!Float.isNaN(background)) {
            addEntry(input, to - from, rest, gradient);
        }
    }

    private void addEntry(int input, int entry, float[] of, float[] gradient) {
        int own = input * width;
        for (int k = 0; k < functions; k++) {
            int at = k * plane + entry * width;
            int w = weightAt(input, k);
            for (int o = 0; o < width; o++) {
                gradient[(first + k) * width + o] += of[o] * phi[at + o];
                float along = of[o] * weights.edgeValues[w + o] * slopes[at + o] / weights.edgeStretch.values[own + o];
                shiftGradient[o] -= along;
                stretchGradient[o] -= along * z[entry * width + o];
            }
        }
    }

    /** Adds the gradients of a dense feature's scaled inputs to {@code to} from {@code at} on. */
    void inputGradient(int input, float[] s, int from, int rows, float[] sumsGradient, float[] to, int at) {
        expand(input, s, from, from + rows, Float.NaN, true);
        int own = input * width;
        for (int b = 0; b < rows; b++) {
            float sum = 0;
            for (int k = 0; k < functions; k++) {
                int w = weightAt(input, k);
                for (int o = 0; o < width; o++) {
                    sum += sumsGradient[b * width + o]
                            * weights.edgeValues[w + o]
                            * slopes[k * plane + b * width + o]
                            / weights.edgeStretch.values[own + o];
                }
            }
            to[at + b] += sum;
        }
    }
}
