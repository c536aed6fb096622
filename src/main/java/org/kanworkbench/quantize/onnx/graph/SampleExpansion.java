package org.kanworkbench.quantize.onnx.graph;

import java.util.Arrays;
import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.quantize.scheme.BitRule;

/** A layer's expansion of sampled inputs by the training kernels, to determine the range of codes. */
final class SampleExpansion {

    private final LayerValues layer;
    private final int points;
    /** s(x). A range by batch or row is that of the sample. */
    final float[] scaled;
    /** [term in the order of {@link EdgeTerms}, the base first][input]. */
    private final float[] values;

    SampleExpansion(LayerValues layer, LayerSample sample) {
        this.layer = layer;
        float[] inputs = sample.inputs();
        points = inputs.length;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : inputs) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (layer.spec.scaling() == InputScaling.RUNNING_MIN_MAX) {
            low = layer.values(LayerTensor.RUNNING_MIN)[0];
            high = layer.values(LayerTensor.RUNNING_MAX)[0];
        }
        EdgeTerms terms = new EdgeTerms(layer.spec, layer::values);
        scaled = layer.spec.normalizesInputs() ? sample.normalized() : terms.scaled(inputs, low, high);
        values = terms.values(inputs, scaled, n -> sample.input(n, layer.spec.inputs()));
    }

    /** act(x) of the base. */
    float[] base() {
        return Arrays.copyOf(values, points);
    }

    /** Every term of every input, [input][term in the order of {@link LayerValues#terms}]. */
    float[] all() {
        int terms = layer.terms.size();
        // A constant, which precedes the other functions, is not among the layer's terms.
        int first = values.length / points - terms + (layer.spec.hasBase() ? 1 : 0);
        float[] all = new float[points * terms];
        for (int t = 0; t < terms; t++) {
            int plane = layer.terms.get(t) == BitRule.BASE ? 0 : (first + t) * points;
            for (int n = 0; n < points; n++) {
                all[n * terms + t] = values[plane + n];
            }
        }
        return all;
    }
}
