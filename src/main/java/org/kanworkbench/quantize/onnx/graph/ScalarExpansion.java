package org.kanworkbench.quantize.onnx.graph;

import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.quantize.scheme.BitRule;

/** A layer's expansion of sampled inputs, value by value, to find out how far codes must reach. */
final class ScalarExpansion {

    private final LayerValues layer;
    private final float[] x;

    /** @param inputs a sample of what the layer takes */
    ScalarExpansion(LayerValues layer, float[] inputs) {
        this.layer = layer;
        x = inputs;
    }

    /** s(x). A range that changes with batch or row is taken to be the sample's own. */
    double[] scaled() {
        double[] s = new double[x.length];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : x) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (layer.spec.scaling() == InputScaling.RUNNING_MIN_MAX) {
            low = layer.values(LayerTensor.RUNNING_MIN)[0];
            high = layer.values(LayerTensor.RUNNING_MAX)[0];
        }
        double factor = high == low ? 0 : 2 / (high - low);
        for (int n = 0; n < s.length; n++) {
            s[n] = switch (layer.spec.scaling()) {
                case NONE -> x[n];
                case TANH -> Math.tanh(x[n]);
                default -> (x[n] - low) * factor - 1;
            };
        }
        return s;
    }

    /** act(x) of the base. */
    float[] base() {
        float[] values = new float[x.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) activation(x[n]);
        }
        return values;
    }

    private double activation(double value) {
        return switch (layer.spec.base()) {
            case IDENTITY -> value;
            case SILU -> value / (1 + Math.exp(-value));
            case GELU -> value * normal(value);
            case RELU -> Math.max(0, value);
            case TANH -> Math.tanh(value);
            case PRELU, ZERO -> 0;
        };
    }

    /** The normal distribution, by its derivatives' series about 0, which converges everywhere. */
    private static double normal(double value) {
        if (Math.abs(value) > 8) {
            return value > 0 ? 1 : 0;
        }
        double term = value;
        double sum = value;
        for (int n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
            term *= value * value / n;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Every term of every value. */
    float[] all() {
        LayerSpec spec = layer.spec;
        double[] s = scaled();
        float[] base = base();
        double[] functions = new double[spec.basis().terms()];
        double[] slopes = new double[functions.length];
        float[] all = new float[x.length * layer.terms.size()];
        int at = 0;
        for (int n = 0; n < x.length; n++) {
            spec.basis().evaluate(s[n], functions, slopes);
            for (int term : layer.terms) {
                all[at++] = term == BitRule.BASE ? base[n] : (float) functions[term];
            }
        }
        return all;
    }
}
