package org.kanworkbench.engine;

import java.util.HashMap;
import java.util.Map;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NoStem;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.PositionalEncoding;

/** A network, written down as its definition reads, in float64: the oracle of outputs and gradients. */
final class ReferenceNetwork {

    private final Model model;
    private final boolean training;
    /** Values by tensor name, so that a difference quotient can move one of them. */
    final Map<String, double[]> values = new HashMap<>();

    /** In training mode. */
    ReferenceNetwork(Model model) {
        this(model, true);
    }

    /** @param training whether running ranges and statistics are those of the batch, or the model's */
    ReferenceNetwork(Model model, boolean training) {
        this.model = model;
        this.training = training;
        model.tensors().forEach((name, tensor) -> {
            double[] copy = new double[tensor.values().length];
            for (int j = 0; j < copy.length; j++) {
                copy[j] = tensor.values()[j];
            }
            values.put(name, copy);
        });
    }

    double crossEntropy(double[][] x, int[] labels) {
        double[][] y = forward(x);
        double sum = 0;
        for (int b = 0; b < y.length; b++) {
            double total = 0;
            for (double v : y[b]) {
                total += Math.exp(v);
            }
            sum += Math.log(total) - y[b][labels[b]];
        }
        return sum / y.length;
    }

    double[][] forward(double[][] x) {
        double[][] h = stem(x);
        for (int l = 0; l < model.network().layers().size(); l++) {
            h = layer(l, model.network().layers().get(l), h);
        }
        return h;
    }

    private double[][] stem(double[][] x) {
        return switch (model.network().stem()) {
            case NoStem _ -> x;
            case PositionalEncoding encoding -> {
                double[][] shifted = new double[x.length][x[0].length];
                for (int b = 0; b < x.length; b++) {
                    for (int i = 0; i < x[b].length; i++) {
                        shifted[b][i] = x[b][i] + encoding.offset(i);
                    }
                }
                yield shifted;
            }
            case Convolutions convolutions -> {
                double[][] h = x;
                for (int s = 0; s < convolutions.channels().size(); s++) {
                    h = convolve(convolutions, s, h);
                }
                yield h;
            }
        };
    }

    /** Images as [channel][row][column]. */
    private double[][] convolve(Convolutions spec, int stage, double[][] x) {
        int height = spec.height() >> stage;
        int width = spec.width() >> stage;
        int channels = spec.channels().get(stage);
        int inputs = spec.inputChannels(stage);
        double[] w = values.get("stem." + stage + ".weight");
        double[] bias = values.get("stem." + stage + ".bias");
        double[][] pooled = new double[x.length][channels * (height / 2) * (width / 2)];
        for (int b = 0; b < x.length; b++) {
            for (int o = 0; o < channels; o++) {
                for (int r = 0; r < height / 2 * 2; r++) {
                    for (int c = 0; c < width / 2 * 2; c++) {
                        double sum = bias[o];
                        for (int i = 0; i < inputs; i++) {
                            for (int tap = 0; tap < 9; tap++) {
                                int y = r + tap / 3 - 1;
                                int z = c + tap % 3 - 1;
                                if (y >= 0 && y < height && z >= 0 && z < width) {
                                    sum += w[(o * inputs + i) * 9 + tap] * x[b][(i * height + y) * width + z];
                                }
                            }
                        }
                        int cell = (o * (height / 2) + r / 2) * (width / 2) + c / 2;
                        pooled[b][cell] = Math.max(pooled[b][cell], sum);
                    }
                }
            }
        }
        return pooled;
    }

    private double[][] layer(int l, LayerSpec spec, double[][] x) {
        String prefix = "layers." + l + ".";
        double[][] s = scale(prefix, spec.scaling(), x);
        double[][] y = new double[x.length][spec.outputs()];
        double[] base = values.get(prefix + "base_weight");
        double[] basis = scaledBasis(prefix);
        double[][][] phi = basisValues(spec, s);
        for (int b = 0; b < x.length; b++) {
            for (int o = 0; o < spec.outputs(); o++) {
                double sum = spec.hasBias() ? values.get(prefix + "bias")[o] : 0;
                sum += spec.basisBias() ? values.get(prefix + "basis_bias")[o] : 0;
                for (int i = 0; i < spec.inputs(); i++) {
                    sum += edge(spec, base, basis, o, i, x[b][i], phi[b][i]);
                }
                y[b][o] = sum;
            }
        }
        if (spec.normalization() != Normalization.NONE) {
            normalize(y, spec.normalization() == Normalization.LAYER, prefix);
        }
        double slope = spec.activation() == Activation.PRELU ? values.get(prefix + "prelu")[0] : 0;
        for (double[] row : y) {
            for (int o = 0; o < row.length; o++) {
                row[o] = activate(spec.activation(), slope, row[o]);
            }
        }
        return y;
    }

    /** Basis weights times their edge's scale, where there is one. */
    private double[] scaledBasis(String prefix) {
        double[] basis = values.get(prefix + "basis_weight");
        double[] scale = values.get(prefix + "basis_scale");
        if (scale == null) {
            return basis;
        }
        int perEdge = basis.length / scale.length;
        double[] scaled = new double[basis.length];
        for (int j = 0; j < basis.length; j++) {
            scaled[j] = basis[j] * scale[j / perEdge];
        }
        return scaled;
    }

    private static double[][][] basisValues(LayerSpec spec, double[][] s) {
        double[][][] phi = new double[s.length][spec.inputs()][spec.basis().terms()];
        double[] unused = new double[spec.basis().terms()];
        for (int b = 0; b < s.length; b++) {
            for (int i = 0; i < spec.inputs(); i++) {
                spec.basis().evaluate(s[b][i], phi[b][i], unused);
            }
        }
        return phi;
    }

    private static double edge(LayerSpec spec, double[] base, double[] basis, int o, int i, double x, double[] phi) {
        double sum = spec.hasBase() ? base[o * spec.inputs() + i] * activate(spec.base(), 0, x) : 0;
        int learned = spec.learnedTerms();
        int skipped = phi.length - learned;
        for (int k = 0; k < learned; k++) {
            sum += basis[(o * spec.inputs() + i) * learned + k] * phi[k + skipped];
        }
        return sum;
    }

    private double[][] scale(String prefix, InputScaling scaling, double[][] x) {
        double[][] s = new double[x.length][];
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] row : x) {
            for (double v : row) {
                least = Math.min(least, v);
                most = Math.max(most, v);
            }
        }
        if (scaling == InputScaling.RUNNING_MIN_MAX && !training) {
            least = values.get(prefix + "scaling.running_min")[0];
            most = values.get(prefix + "scaling.running_max")[0];
        }
        for (int b = 0; b < x.length; b++) {
            double low = least;
            double high = most;
            if (scaling == InputScaling.ROW_MIN_MAX) {
                low = Double.POSITIVE_INFINITY;
                high = Double.NEGATIVE_INFINITY;
                for (double v : x[b]) {
                    low = Math.min(low, v);
                    high = Math.max(high, v);
                }
            }
            s[b] = new double[x[b].length];
            for (int i = 0; i < x[b].length; i++) {
                s[b][i] = switch (scaling) {
                    case NONE -> x[b][i];
                    case TANH -> Math.tanh(x[b][i]);
                    default -> 2 * (x[b][i] - low) / (high - low) - 1;
                };
            }
        }
        return s;
    }

    private void normalize(double[][] y, boolean perRow, String prefix) {
        int rows = y.length;
        int outputs = y[0].length;
        double[][] z = new double[rows][outputs];
        for (int j = 0; j < (perRow ? rows : outputs); j++) {
            int count = perRow ? outputs : rows;
            double mean = 0;
            for (int k = 0; k < count; k++) {
                mean += (perRow ? y[j][k] : y[k][j]) / count;
            }
            double variance = 0;
            for (int k = 0; k < count; k++) {
                variance += Math.pow((perRow ? y[j][k] : y[k][j]) - mean, 2) / count;
            }
            if (!perRow && !training) {
                mean = values.get(prefix + "norm.running_mean")[j];
                variance = values.get(prefix + "norm.running_var")[j];
            }
            for (int k = 0; k < count; k++) {
                int b = perRow ? j : k;
                int o = perRow ? k : j;
                z[b][o] = (y[b][o] - mean) / Math.sqrt(variance + 1e-5);
            }
        }
        for (int b = 0; b < rows; b++) {
            for (int o = 0; o < outputs; o++) {
                y[b][o] = z[b][o] * values.get(prefix + "norm.weight")[o] + values.get(prefix + "norm.bias")[o];
            }
        }
    }

    private static double activate(Activation activation, double slope, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> x * 0.5 * (1 + erf(x / Math.sqrt(2)));
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case PRELU -> x < 0 ? slope * x : x;
            case ZERO -> 0;
        };
    }

    /** By its Taylor series: exact to float64 for the small arguments of tests. */
    static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
