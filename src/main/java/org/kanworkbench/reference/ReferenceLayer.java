package org.kanworkbench.reference;

import java.util.EnumMap;
import java.util.Map;
import org.hipparchus.special.Erf;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.trained.TrainedBasis;
import org.kanworkbench.network.basis.wavelet.StretchedBasis;

/**
 * One layer, forward and backward:
 *
 * <pre>
 * a_o = b_o + Σ_i w_oi·act(x_i) + Σ_i σ_oi·Σ_k c_oik·φ_k(s(x_i))       sums over edges (docs/math/README.md)
 * z_o = γ_o·(a_o − mean)/√(variance + ε) + β_o                          where there is a norm
 * y_o = act(z_o)
 * </pre>
 *
 * Dropout, which is drawn, is left out.
 */
final class ReferenceLayer {

    /** Added to variances. */
    private static final double EPSILON = 1e-5;
    /** Weight of a batch in running statistics. */
    private static final double MOMENTUM = 0.1;

    private final LayerSpec spec;
    /** As they are found by; looked up once, as they are needed for each product. */
    private final Map<LayerTensor, String> names = new EnumMap<>(LayerTensor.class);

    private final Map<LayerTensor, double[]> values = new EnumMap<>(LayerTensor.class);
    private final int inputs;
    private final int outputs;
    /** Number of basis functions without a weight on edges: a constant folded into the bias. */
    private final int folded;

    // Values of the last forward pass for the backward pass; [row][…].
    private boolean training;
    private double[][] x;
    private double[][] s;
    /** The second index is an input's, or an edge's where each has functions of its own. */
    private double[][][] phi;

    private double[][][] slope;
    private double[][] standard;
    private double[] deviation;
    private double[][] z;

    /** @param model values by name */
    ReferenceLayer(LayerSpec spec, int index, Map<String, double[]> model) {
        this.spec = spec;
        for (LayerTensor tensor : LayerTensor.values()) {
            names.put(tensor, tensor.name(index));
            values.put(tensor, model.get(tensor.name(index)));
        }
        inputs = spec.inputs();
        outputs = spec.outputs();
        folded = spec.basis().terms() - spec.learnedTerms();
    }

    private double[] value(LayerTensor tensor) {
        return values.get(tensor);
    }

    /** σ of an edge. */
    private double edgeScale(int edge) {
        return spec.hasEdgeScale() ? value(LayerTensor.BASIS_SCALE)[edge] : 1;
    }

    double[][] forward(double[][] rows, boolean isTraining) {
        training = isTraining;
        x = rows;
        int terms = spec.basis().terms();
        int different = spec.stretchesEdges() ? outputs * inputs : inputs;
        phi = new double[x.length][different][terms];
        slope = new double[x.length][different][terms];
        s = terms == 0 ? x : scale();
        double[][] sums = new double[x.length][outputs];
        for (int b = 0; b < x.length; b++) {
            for (int n = 0; n < different; n++) {
                basisOf(n).evaluate(s[b][n % inputs], phi[b][n], slope[b][n]);
            }
            for (int o = 0; o < outputs; o++) {
                double sum = spec.hasBias() ? value(LayerTensor.BIAS)[o] : 0;
                sum += spec.basisBias() ? value(LayerTensor.BASIS_BIAS)[o] : 0;
                for (int i = 0; i < inputs; i++) {
                    int edge = o * inputs + i;
                    if (spec.hasBase()) {
                        sum += value(LayerTensor.BASE_WEIGHT)[edge] * activate(spec.base(), 0, baseInput(b, i));
                    }
                    sum += edgeScale(edge) * combination(edge, phi[b][place(edge)]);
                }
                sums[b][o] = sum;
            }
        }
        z = spec.normalization() == Normalization.NONE ? sums : normalize(sums);
        double[][] y = new double[x.length][outputs];
        for (int b = 0; b < x.length; b++) {
            for (int o = 0; o < outputs; o++) {
                y[b][o] = activate(spec.activation(), prelu(), z[b][o]);
            }
        }
        return y;
    }

    /** Σ_k c_k·f_k of an edge. */
    private double combination(int edge, double[] functions) {
        double sum = 0;
        for (int k = 0; k < spec.learnedTerms(); k++) {
            sum += value(LayerTensor.BASIS_WEIGHT)[edge * spec.learnedTerms() + k] * functions[folded + k];
        }
        return sum;
    }

    /**
     * Adds the gradients of the layer's tensors to those by tensor name.
     *
     * @param dy gradients of the outputs
     * @return gradients of the inputs
     */
    double[][] backward(double[][] dy, Map<String, double[]> gradients) {
        double[][] da = new double[dy.length][outputs];
        for (int b = 0; b < dy.length; b++) {
            for (int o = 0; o < outputs; o++) {
                da[b][o] = dy[b][o] * differentiate(spec.activation(), prelu(), z[b][o]);
                if (spec.activation() == Activation.PRELU && z[b][o] < 0) {
                    gradients.get(names.get(LayerTensor.PRELU))[0] += dy[b][o] * z[b][o];
                }
            }
        }
        if (spec.normalization() != Normalization.NONE) {
            da = throughNorm(da, gradients);
        }
        double[][] dx = new double[da.length][inputs];
        double[][] ds = new double[da.length][inputs];
        int learned = spec.learnedTerms();
        for (int b = 0; b < da.length; b++) {
            for (int o = 0; o < outputs; o++) {
                double d = da[b][o];
                add(gradients, LayerTensor.BIAS, o, d);
                add(gradients, LayerTensor.BASIS_BIAS, o, d);
                for (int i = 0; i < inputs; i++) {
                    int edge = o * inputs + i;
                    if (spec.hasBase()) {
                        double u = baseInput(b, i);
                        add(gradients, LayerTensor.BASE_WEIGHT, edge, d * activate(spec.base(), 0, u));
                        double[][] to = spec.scalesBase() ? ds : dx;
                        to[b][i] += d * value(LayerTensor.BASE_WEIGHT)[edge] * differentiate(spec.base(), 0, u);
                    }
                    for (int k = 0; k < learned; k++) {
                        double toWeight = d * edgeScale(edge) * phi[b][place(edge)][folded + k];
                        add(gradients, LayerTensor.BASIS_WEIGHT, edge * learned + k, toWeight);
                    }
                    add(gradients, LayerTensor.BASIS_SCALE, edge, d * combination(edge, phi[b][place(edge)]));
                    double along = d * edgeScale(edge) * combination(edge, slope[b][place(edge)]);
                    ds[b][i] += along;
                    if (spec.stretchesEdges()) {
                        // The argument z = (s − shift)/stretch, by shift and stretch.
                        double z =
                                (s[b][i] - value(LayerTensor.EDGE_SHIFT)[edge]) / value(LayerTensor.EDGE_STRETCH)[edge];
                        add(gradients, LayerTensor.EDGE_SHIFT, edge, -along);
                        add(gradients, LayerTensor.EDGE_STRETCH, edge, -along * z);
                    }
                }
            }
        }
        if (spec.basis() instanceof TrainedBasis trained) {
            addToValues(trained, da, gradients);
        }
        if (spec.basis().terms() > 0) {
            addThroughScaling(ds, dx, gradients);
        }
        return dx;
    }

    private int place(int edge) {
        return spec.stretchesEdges() ? edge : edge % inputs;
    }

    /** The basis of an input or edge, with the values that it has there. */
    private Basis basisOf(int place) {
        return switch (spec.basis()) {
            case TrainedBasis trained -> trained.at(ownValues(trained, place));
            case StretchedBasis stretched ->
                stretched.at(value(LayerTensor.EDGE_SHIFT)[place], value(LayerTensor.EDGE_STRETCH)[place]);
            default -> spec.basis();
        };
    }

    private double[] ownValues(TrainedBasis trained, int input) {
        double[] own = trained.start(input, inputs);
        for (int n = 0; n < trained.kinds() * trained.terms(); n++) {
            int place = trained.place(n / trained.terms(), n % trained.terms(), input, inputs);
            own[n] = value(LayerTensor.BASIS_VALUE)[place];
        }
        return own;
    }

    /** dL/dv = Σ over rows and outputs of dL/da·σ·c_k·∂φ_k/∂v. */
    private void addToValues(TrainedBasis trained, double[][] da, Map<String, double[]> gradients) {
        int terms = trained.terms();
        double[] along = new double[terms];
        for (int i = 0; i < inputs; i++) {
            for (int kind = 0; kind < trained.kinds(); kind++) {
                Basis derivative = trained.along(ownValues(trained, i), kind);
                for (int b = 0; b < da.length; b++) {
                    derivative.evaluate(s[b][i], new double[terms], along);
                    for (int o = 0; o < outputs; o++) {
                        int edge = o * inputs + i;
                        for (int k = 0; k < terms; k++) {
                            double weight = value(LayerTensor.BASIS_WEIGHT)[edge * terms + k];
                            add(
                                    gradients,
                                    LayerTensor.BASIS_VALUE,
                                    trained.place(kind, k, i, inputs),
                                    da[b][o] * edgeScale(edge) * weight * along[k]);
                        }
                    }
                }
            }
        }
    }

    /** What the base activation sees. */
    private double baseInput(int row, int input) {
        return spec.scalesBase() ? s[row][input] : x[row][input];
    }

    private void add(Map<String, double[]> gradients, LayerTensor tensor, int at, double gradient) {
        if (tensor.isIn(spec)) {
            gradients.get(names.get(tensor))[at] += gradient;
        }
    }

    // Input scaling: s = 2(x − min)/(max − min) − 1 by the range of a batch, of a row, or the running range of
    // training.

    /** The ends of each row's range. */
    private double[][] ranges() {
        double[][] ranges = new double[x.length][];
        double[] all = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int b = 0; b < x.length; b++) {
            double[] own = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
            for (double value : x[b]) {
                own[0] = Math.min(own[0], value);
                own[1] = Math.max(own[1], value);
            }
            all[0] = Math.min(all[0], own[0]);
            all[1] = Math.max(all[1], own[1]);
            ranges[b] = spec.scaling() == InputScaling.ROW_MIN_MAX ? own : all;
        }
        if (fixedRange()) {
            all[0] = value(LayerTensor.RUNNING_MIN)[0];
            all[1] = value(LayerTensor.RUNNING_MAX)[0];
        }
        return ranges;
    }

    private boolean fixedRange() {
        return spec.scaling() == InputScaling.RUNNING_MIN_MAX && !training;
    }

    private double[][] scale() {
        if (spec.normalizesInputs()) {
            return normalizeInputs();
        }
        double[][] ranges = ranges();
        if (spec.scaling() == InputScaling.RUNNING_MIN_MAX && training) {
            move(value(LayerTensor.RUNNING_MIN), 0, ranges[0][0]);
            move(value(LayerTensor.RUNNING_MAX), 0, ranges[0][1]);
        }
        double[][] scaled = new double[x.length][inputs];
        for (int b = 0; b < x.length; b++) {
            double low = ranges[b][0];
            double high = ranges[b][1];
            for (int i = 0; i < inputs; i++) {
                scaled[b][i] = switch (spec.scaling()) {
                    case NONE -> x[b][i];
                    case TANH -> Math.tanh(x[b][i]);
                    case BATCH_MIN_MAX, RUNNING_MIN_MAX, ROW_MIN_MAX ->
                        high == low ? -1 : 2 * (x[b][i] - low) / (high - low) - 1;
                    case LAYER_NORM, LAYER_NORM_ALL -> throw new IllegalStateException("normalised elsewhere");
                };
            }
        }
        return scaled;
    }

    private static void move(double[] running, int at, double measured) {
        running[at] += MOMENTUM * (measured - running[at]);
    }

    /** Layer norm of a row: s = γ·(x − mean)/√(variance + ε) + β. */
    private double[][] normalizeInputs() {
        double[][] scaled = new double[x.length][inputs];
        for (int b = 0; b < x.length; b++) {
            double[] z = x[b].clone();
            ReferenceKanConvolution.normalize(z, 0, inputs);
            for (int i = 0; i < inputs; i++) {
                scaled[b][i] = value(LayerTensor.SCALING_WEIGHT)[i] * z[i] + value(LayerTensor.SCALING_BIAS)[i];
            }
        }
        return scaled;
    }

    private void addThroughInputNorm(double[][] ds, double[][] dx, Map<String, double[]> gradients) {
        for (int b = 0; b < ds.length; b++) {
            double[] z = x[b].clone();
            double deviation = ReferenceKanConvolution.normalize(z, 0, inputs);
            double[] g = new double[inputs];
            for (int i = 0; i < inputs; i++) {
                add(gradients, LayerTensor.SCALING_WEIGHT, i, ds[b][i] * z[i]);
                add(gradients, LayerTensor.SCALING_BIAS, i, ds[b][i]);
                g[i] = ds[b][i] * value(LayerTensor.SCALING_WEIGHT)[i];
            }
            ReferenceKanConvolution.throughNorm(g, z, deviation, 0, inputs);
            for (int i = 0; i < inputs; i++) {
                dx[b][i] += g[i];
            }
        }
    }

    private void addThroughScaling(double[][] ds, double[][] dx, Map<String, double[]> gradients) {
        if (spec.normalizesInputs()) {
            addThroughInputNorm(ds, dx, gradients);
            return;
        }
        double[][] ranges = ranges();
        for (int b = 0; b < ds.length; b++) {
            for (int i = 0; i < inputs; i++) {
                double g = ds[b][i];
                switch (spec.scaling()) {
                    case NONE -> dx[b][i] += g;
                    case TANH -> dx[b][i] += g * (1 - s[b][i] * s[b][i]);
                    case BATCH_MIN_MAX, RUNNING_MIN_MAX, ROW_MIN_MAX -> addThroughRange(g, b, i, ranges, dx);
                    case LAYER_NORM, LAYER_NORM_ALL -> throw new IllegalStateException("normalised elsewhere");
                }
            }
        }
    }

    /**
     * ds/dx = 2/range, ds/dmin = −2(max − x)/range² and ds/dmax = −2(x − min)/range², the last two split among ties.
     */
    private void addThroughRange(double g, int b, int i, double[][] ranges, double[][] dx) {
        double low = ranges[b][0];
        double high = ranges[b][1];
        if (high == low) {
            return;
        }
        double range = high - low;
        dx[b][i] += 2 * g / range;
        if (!fixedRange()) {
            spread(-2 * g * (high - x[b][i]) / (range * range), low, b, ranges, dx);
            spread(-2 * g * (x[b][i] - low) / (range * range), high, b, ranges, dx);
        }
    }

    /** Adds a gradient to all inputs of that value within the range of row b. */
    private void spread(double g, double end, int row, double[][] ranges, double[][] dx) {
        int ties = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int b = 0; b < x.length; b++) {
                for (int i = 0; i < inputs; i++) {
                    if (ranges[b] == ranges[row] && x[b][i] == end) {
                        ties += 1 - pass;
                        dx[b][i] += pass * g / ties;
                    }
                }
            }
        }
    }

    // Norm: over the outputs of a row, or over the rows of a batch.

    private double[][] normalize(double[][] sums) {
        boolean byRow = spec.normalization() == Normalization.LAYER;
        int groups = byRow ? sums.length : outputs;
        int count = byRow ? outputs : sums.length;
        standard = new double[sums.length][outputs];
        deviation = new double[groups];
        double[][] normed = new double[sums.length][outputs];
        for (int g = 0; g < groups; g++) {
            double mean = 0;
            for (int n = 0; n < count; n++) {
                mean += (byRow ? sums[g][n] : sums[n][g]) / count;
            }
            double variance = 0;
            for (int n = 0; n < count; n++) {
                double d = (byRow ? sums[g][n] : sums[n][g]) - mean;
                variance += d * d / count;
            }
            if (!byRow && training && count > 1) {
                move(value(LayerTensor.RUNNING_MEAN), g, mean);
                // Unbiased, as in PyTorch.
                move(value(LayerTensor.RUNNING_VARIANCE), g, variance * count / (count - 1));
            } else if (!byRow && !training) {
                mean = value(LayerTensor.RUNNING_MEAN)[g];
                variance = value(LayerTensor.RUNNING_VARIANCE)[g];
            }
            deviation[g] = Math.sqrt(variance + EPSILON);
            for (int n = 0; n < count; n++) {
                int b = byRow ? g : n;
                int o = byRow ? n : g;
                standard[b][o] = (sums[b][o] - mean) / deviation[g];
                normed[b][o] = standard[b][o] * value(LayerTensor.NORM_WEIGHT)[o] + value(LayerTensor.NORM_BIAS)[o];
            }
        }
        return normed;
    }

    /** With g the gradient of the standardised values: (g − mean(g) − standard·mean(g·standard))/deviation. */
    private double[][] throughNorm(double[][] dz, Map<String, double[]> gradients) {
        boolean byRow = spec.normalization() == Normalization.LAYER;
        int groups = byRow ? dz.length : outputs;
        int count = byRow ? outputs : dz.length;
        double[][] da = new double[dz.length][outputs];
        for (int group = 0; group < groups; group++) {
            double mean = 0;
            double product = 0;
            for (int n = 0; n < count; n++) {
                int b = byRow ? group : n;
                int o = byRow ? n : group;
                add(gradients, LayerTensor.NORM_WEIGHT, o, dz[b][o] * standard[b][o]);
                add(gradients, LayerTensor.NORM_BIAS, o, dz[b][o]);
                da[b][o] = dz[b][o] * value(LayerTensor.NORM_WEIGHT)[o];
                mean += da[b][o] / count;
                product += da[b][o] * standard[b][o] / count;
            }
            boolean measured = byRow || training;
            for (int n = 0; n < count; n++) {
                int b = byRow ? group : n;
                int o = byRow ? n : group;
                double centred = measured ? da[b][o] - mean - standard[b][o] * product : da[b][o];
                da[b][o] = centred / deviation[group];
            }
        }
        return da;
    }

    private double prelu() {
        return spec.activation() == Activation.PRELU ? value(LayerTensor.PRELU)[0] : 0;
    }

    static double activate(Activation activation, double slope, double x) {
        return switch (activation) {
            case IDENTITY -> x;
            case SILU -> x * sigmoid(x);
            case GELU -> x * normal(x);
            case TANH -> Math.tanh(x);
            case RELU -> Math.max(0, x);
            case PRELU -> x < 0 ? slope * x : x;
            case ZERO -> 0;
        };
    }

    static double differentiate(Activation activation, double slope, double x) {
        return switch (activation) {
            case IDENTITY -> 1;
            case SILU -> sigmoid(x) * (1 + x * (1 - sigmoid(x)));
            case GELU -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
            case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
            case RELU -> x > 0 ? 1 : 0;
            // At 0 as in PyTorch.
            case PRELU -> x > 0 ? 1 : slope;
            case ZERO -> 0;
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Φ, the standard normal distribution. */
    private static double normal(double x) {
        return (1 + Erf.erf(x / Math.sqrt(2))) / 2;
    }
}
