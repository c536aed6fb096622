package org.kanworkbench.app.activations.layer;

import java.util.Arrays;
import org.kanworkbench.explain.Importance;
import org.kanworkbench.explain.LayerNames;

/**
 * The importance of every edge of a layer.
 *
 * @param importance see docs/math/importance.md; NaN for NaN weights
 * @param highest maximum without NaN; 0 if there is none
 * @param measure how it was measured, in a sentence
 */
public record LayerPicture(LayerNames names, Importance importance, float highest, String measure) {

    static LayerPicture of(LayerNames names, Importance importance, String measure) {
        float highest = 0;
        for (float value : importance.values()) {
            if (value > highest) {
                highest = value;
            }
        }
        return new LayerPicture(names, importance, highest, measure);
    }

    public int outputs() {
        return importance.outputs();
    }

    public int inputs() {
        return names.inputs();
    }

    public float importance(int output, int input) {
        return importance.of(output, input);
    }

    /** Maximum of one output without NaN; 0 if there is none. */
    float highest(int output) {
        float highest = 0;
        for (int i = 0; i < inputs(); i++) {
            highest = Math.max(highest, Float.isNaN(importance(output, i)) ? 0 : importance(output, i));
        }
        return highest;
    }

    /** The output with the most important edge. */
    public int strongestOutput() {
        int best = 0;
        for (int j = 1; j < outputs(); j++) {
            if (highest(j) > highest(best)) {
                best = j;
            }
        }
        return best;
    }

    /** Inputs of an output's edges, most important first, NaN last. */
    public int[] strongest(int output, int count) {
        int[] all = importance.strongest(output);
        return Arrays.copyOf(all, Math.min(count, all.length));
    }

    /** Edges with NaN importance. */
    public int broken() {
        int broken = 0;
        for (float value : importance.values()) {
            if (Float.isNaN(value)) {
                broken++;
            }
        }
        return broken;
    }
}
