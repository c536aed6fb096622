package org.kanworkbench.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.NoStem;
import org.kanworkbench.network.stem.PositionalEncoding;

/**
 * A Kolmogorov–Arnold network (Liu et al., 2024) with any basis, stem, norm and optimiser, written as it is defined: in
 * float64, one value at a time. It is slow and exact; the engines are tested against it.
 */
public final class ReferenceNetwork {

    private final NetworkSpec spec;
    private final List<ReferenceLayer> layers = new ArrayList<>();
    private final Map<String, double[]> values = new LinkedHashMap<>();
    private final Map<String, double[]> firstMoments = new HashMap<>();
    private final Map<String, double[]> secondMoments = new HashMap<>();
    private int steps;

    /** Inputs of each convolution stage, [row][channel, y, x]. */
    private final List<double[][]> stageInputs = new ArrayList<>();

    public ReferenceNetwork(Model model) {
        spec = model.network();
        model.tensors().forEach((name, tensor) -> {
            double[] copy = new double[tensor.values().length];
            for (int j = 0; j < copy.length; j++) {
                copy[j] = tensor.values()[j];
            }
            values.put(name, copy);
        });
        for (LayerSpec layer : spec.layers()) {
            layers.add(new ReferenceLayer(layer, layers.size(), values));
        }
    }

    /** The values of all tensors by the names of {@link Model}; changing one changes the network. */
    public Map<String, double[]> values() {
        return values;
    }

    /**
     * Outputs, rows × outputs.
     *
     * @param x rows × inputs
     * @param training whether ranges and norms are those of this batch, which then updates running statistics
     */
    public double[][] forward(double[][] x, boolean training) {
        double[][] y = stem(x);
        for (ReferenceLayer layer : layers) {
            y = layer.forward(y, training);
        }
        return y;
    }

    /** The value of a loss, and its gradient with respect to the outputs. */
    public record Loss(double value, double[][] gradient) {}

    /**
     * Softmax cross-entropy, mean over rows. The gradient is for targets of 1 − smoothing for the label and smoothing spread over
     * all outputs (Szegedy et al., 2016).
     */
    public static Loss crossEntropy(double[][] y, int[] labels, double smoothing) {
        double loss = 0;
        double[][] gradient = new double[y.length][];
        for (int b = 0; b < y.length; b++) {
            double total = 0;
            for (double v : y[b]) {
                total += Math.exp(v);
            }
            loss += (Math.log(total) - y[b][labels[b]]) / y.length;
            gradient[b] = new double[y[b].length];
            for (int o = 0; o < y[b].length; o++) {
                double target = smoothing / y[b].length + (o == labels[b] ? 1 - smoothing : 0);
                gradient[b][o] = (Math.exp(y[b][o]) / total - target) / y.length;
            }
        }
        return new Loss(loss, gradient);
    }

    /** Squared error, mean over rows and outputs. */
    public static Loss squaredError(double[][] y, double[][] targets) {
        double loss = 0;
        double[][] gradient = new double[y.length][];
        for (int b = 0; b < y.length; b++) {
            int count = y.length * y[b].length;
            gradient[b] = new double[y[b].length];
            for (int o = 0; o < y[b].length; o++) {
                double error = y[b][o] - targets[b][o];
                loss += error * error / count;
                gradient[b][o] = 2 * error / count;
            }
        }
        return new Loss(loss, gradient);
    }

    /** Gradients of the trained tensors by name, and of the inputs, rows × inputs. */
    public record Gradients(Map<String, double[]> tensors, double[][] inputs) {}

    /** Computes gradients of the last batch from the gradient of its outputs. */
    public Gradients backward(double[][] dy) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        values.forEach((name, tensor) -> gradients.put(name, new double[tensor.length]));
        double[][] d = dy;
        for (ReferenceLayer layer : layers.reversed()) {
            d = layer.backward(d, gradients);
        }
        d = throughStem(d, gradients);
        for (int l = 0; l < layers.size(); l++) {
            for (LayerTensor tensor : LayerTensor.values()) {
                if (!tensor.trained()) {
                    gradients.remove(tensor.name(l));
                }
            }
        }
        return new Gradients(gradients, d);
    }

    /**
     * Performs one step of the optimiser: AdamW (Loshchilov and Hutter, 2019), Adam (Kingma and Ba, 2015), or momentum
     * (Polyak, 1964).
     */
    public void update(Optimizer optimizer, double rate, Map<String, double[]> gradients) {
        steps++;
        gradients.forEach((name, g) -> {
            double[] w = values.get(name);
            double[] m = firstMoments.computeIfAbsent(name, _ -> new double[w.length]);
            double[] v = secondMoments.computeIfAbsent(name, _ -> new double[w.length]);
            for (int j = 0; j < w.length; j++) {
                switch (optimizer) {
                    case Optimizer.AdamW o -> {
                        w[j] *= 1 - rate * o.weightDecay();
                        w[j] -= rate * moments(m, v, j, g[j], o.beta1(), o.beta2(), o.epsilon());
                    }
                    case Optimizer.Adam o -> {
                        double decayed = g[j] + o.weightDecay() * w[j];
                        w[j] -= rate * moments(m, v, j, decayed, o.beta1(), o.beta2(), o.epsilon());
                    }
                    case Optimizer.Sgd o -> {
                        m[j] = o.momentum() * m[j] + g[j] + o.weightDecay() * w[j];
                        w[j] -= rate * m[j];
                    }
                    case Optimizer.Lbfgs _ ->
                        throw new IllegalArgumentException("L-BFGS takes no step by one gradient alone");
                }
            }
        });
    }

    private double moments(double[] m, double[] v, int j, double g, double beta1, double beta2, double epsilon) {
        m[j] = beta1 * m[j] + (1 - beta1) * g;
        v[j] = beta2 * v[j] + (1 - beta2) * g * g;
        double mean = m[j] / (1 - Math.pow(beta1, steps));
        double variance = v[j] / (1 - Math.pow(beta2, steps));
        return mean / (Math.sqrt(variance) + epsilon);
    }

    // Stems (docs/math/stems.md).

    private double[][] stem(double[][] x) {
        return switch (spec.stem()) {
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
            case KanConvolutions convolutions ->
                stages(
                        x,
                        convolutions.channels().size(),
                        (s, images) -> Arrays.stream(images)
                                .map(stage(convolutions, s)::forward)
                                .toArray(double[][]::new));
            case Convolutions convolutions ->
                stages(x, convolutions.channels().size(), (s, images) -> convolve(convolutions, s, images));
        };
    }

    private double[][] stages(double[][] x, int count, BiFunction<Integer, double[][], double[][]> stage) {
        stageInputs.clear();
        double[][] h = x;
        for (int s = 0; s < count; s++) {
            stageInputs.add(h);
            h = stage.apply(s, h);
        }
        return h;
    }

    private ReferenceKanConvolution stage(KanConvolutions spec, int s) {
        return new ReferenceKanConvolution(spec, s, spec.height() >> s, spec.width() >> s, 1, 2, values);
    }

    private double[][] throughStem(double[][] dy, Map<String, double[]> gradients) {
        double[][] d = dy;
        for (int s = stageInputs.size() - 1; s >= 0; s--) {
            if (spec.stem() instanceof Convolutions convolutions) {
                d = throughConvolution(convolutions, s, d, gradients);
            } else {
                ReferenceKanConvolution stage = stage((KanConvolutions) spec.stem(), s);
                for (int b = 0; b < d.length; b++) {
                    d[b] = stage.backward(stageInputs.get(s)[b], d[b], gradients);
                }
            }
        }
        return d;
    }

    /** A kernel tap at a position of the image: weight and index of its input. */
    private interface Tap {
        void at(int weight, int input);
    }

    /** 3 × 3 with a border of zeros. */
    private static void eachTap(Convolutions spec, int stage, int output, int row, int column, Tap tap) {
        int height = spec.height() >> stage;
        int width = spec.width() >> stage;
        int inputs = spec.inputChannels(stage);
        for (int i = 0; i < inputs; i++) {
            for (int k = 0; k < 9; k++) {
                int y = row + k / 3 - 1;
                int x = column + k % 3 - 1;
                if (y >= 0 && y < height && x >= 0 && x < width) {
                    tap.at((output * inputs + i) * 9 + k, (i * height + y) * width + x);
                }
            }
        }
    }

    private double sum(Convolutions spec, int stage, int output, int row, int column, double[] image) {
        double[] weights = values.get("stem." + stage + ".weight");
        double[] sum = {values.get("stem." + stage + ".bias")[output]};
        eachTap(spec, stage, output, row, column, (weight, input) -> sum[0] += weights[weight] * image[input]);
        return sum[0];
    }

    /** Convolution, ReLU, and the largest of each 2 × 2; images as [channel][y][x]. */
    private double[][] convolve(Convolutions spec, int stage, double[][] images) {
        int height = (spec.height() >> stage) / 2;
        int width = (spec.width() >> stage) / 2;
        double[][] pooled = new double[images.length][spec.channels().get(stage) * height * width];
        for (int b = 0; b < images.length; b++) {
            for (int cell = 0; cell < pooled[b].length; cell++) {
                for (int corner = 0; corner < 4; corner++) {
                    int row = cell / width % height * 2 + corner / 2;
                    int column = cell % width * 2 + corner % 2;
                    double sum = sum(spec, stage, cell / (height * width), row, column, images[b]);
                    pooled[b][cell] = Math.max(pooled[b][cell], sum);
                }
            }
        }
        return pooled;
    }

    /** The gradient of a pooled value goes to the first corner with that value, if it is above 0. */
    private double[][] throughConvolution(Convolutions spec, int stage, double[][] d, Map<String, double[]> gradients) {
        int height = (spec.height() >> stage) / 2;
        int width = (spec.width() >> stage) / 2;
        double[] weights = values.get("stem." + stage + ".weight");
        double[] weightGradient = gradients.get("stem." + stage + ".weight");
        double[] biasGradient = gradients.get("stem." + stage + ".bias");
        double[][] images = stageInputs.get(stage);
        double[][] dx = new double[images.length][images[0].length];
        for (int b = 0; b < images.length; b++) {
            double[] image = images[b];
            double[] to = dx[b];
            for (int cell = 0; cell < d[b].length; cell++) {
                double most = 0;
                int first = -1;
                int output = cell / (height * width);
                int row = cell / width % height * 2;
                int column = cell % width * 2;
                for (int corner = 0; corner < 4; corner++) {
                    double sum = sum(spec, stage, output, row + corner / 2, column + corner % 2, image);
                    first = sum > most ? corner : first;
                    most = Math.max(most, sum);
                }
                if (first >= 0) {
                    double g = d[b][cell];
                    biasGradient[output] += g;
                    eachTap(spec, stage, output, row + first / 2, column + first % 2, (weight, input) -> {
                        weightGradient[weight] += g * image[input];
                        to[input] += g * weights[weight];
                    });
                }
            }
        }
        return dx;
    }
}
