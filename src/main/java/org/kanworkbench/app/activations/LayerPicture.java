package org.kanworkbench.app.activations;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How much every edge of a layer matters.
 *
 * @param importance [output][input], see docs/math/importance.md; not a number where a weight is none
 * @param highest the largest that is a number; 0 if there is none
 */
record LayerPicture(LayerNames names, int outputs, float[] importance, float highest) {

    static LayerPicture of(LayerNames names, int outputs, float[] importance) {
        float highest = 0;
        for (float value : importance) {
            if (value > highest) {
                highest = value;
            }
        }
        return new LayerPicture(names, outputs, importance, highest);
    }

    int inputs() {
        return names.inputs();
    }

    float importance(int output, int input) {
        return importance[output * inputs() + input];
    }

    /** The largest of one output that is a number; 0 if there is none. */
    float highest(int output) {
        float highest = 0;
        for (int i = 0; i < inputs(); i++) {
            highest = Math.max(highest, Float.isNaN(importance(output, i)) ? 0 : importance(output, i));
        }
        return highest;
    }

    /** Inputs of an output's edges, most important first; those that are not numbers come last. */
    int[] strongest(int output, int count) {
        return IntStream.range(0, inputs())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> Float.isNaN(importance(output, i)) ? Double.MAX_VALUE : -importance(output, i)))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Edges whose importance is not a number. */
    int broken() {
        int broken = 0;
        for (float value : importance) {
            if (Float.isNaN(value)) {
                broken++;
            }
        }
        return broken;
    }
}
