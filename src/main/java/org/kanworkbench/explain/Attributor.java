package org.kanworkbench.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kanworkbench.engine.InputGradients;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.trained.SechSwitch;
import org.kanworkbench.network.tensor.Tensor;

/**
 * Computes attributions of a model's outputs to the inputs of one row, on the caller's thread; docs/math/attribution.md
 * has the formulas. For a network that scales by its batch, every row is evaluated with the same companion rows, so
 * that the output is a function of the row. Not thread-safe.
 */
public final class Attributor {

    /** Points of a path per forward pass. */
    private static final int TOGETHER = 32;

    /** How much finer the steps are near the baseline: a layer norm of the inputs changes there within 1 % of the line. */
    private static final int GRADING = 3;

    private static final float[] ONE = {1};

    private final InputGradients gradients;
    private final int inputs;
    private final int outputs;
    /** Rows × inputs of the companion rows; empty if a prediction is independent of its batch. */
    private final float[] company;
    /** Maximum rows per pass, without companion rows. */
    private final int together;

    /** Creates an attributor without companion rows, for networks whose predictions are independent of the batch. */
    public Attributor(Model model) {
        this(model, new float[0]);
    }

    /** @param company rows × inputs of companion rows, as in a batch; used only if the network scales by its batch */
    public Attributor(Model model, float[] company) {
        inputs = model.network().inputs();
        outputs = model.network().outputs();
        if (company.length % inputs != 0) {
            throw new IllegalArgumentException(company.length + " values are no rows of " + inputs);
        }
        boolean neighbours = model.network().scalesByBatch();
        this.company = neighbours ? company.clone() : new float[0];
        together = neighbours ? 1 : TOGETHER;
        // One thread is the caller's own: nothing to close.
        gradients =
                new InputGradients(withTrueDerivatives(model), together + this.company.length / inputs, new Workers(1));
    }

    /** The same outputs; what FasterKAN's training passes on instead of its bumps' derivatives explains nothing. */
    static Model withTrueDerivatives(Model model) {
        List<LayerSpec> layers = new ArrayList<>(model.network().layers());
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        for (int l = 0; l < layers.size(); l++) {
            LayerSpec layer = layers.get(l);
            if (layer.basis() instanceof SechBump bumps) {
                layers.set(l, layer.withBasis(new SechBump(bumps.centres(), bumps.lower(), bumps.upper())));
            } else if (layer.basis() instanceof SechSwitch bumps && bumps.faithful()) {
                layers.set(l, layer.withBasis(new SechSwitch(bumps.centres(), bumps.lower(), bumps.upper(), false)));
                // r comes last.
                tensors.computeIfPresent(
                        LayerTensor.BASIS_VALUE.name(l),
                        (_, all) ->
                                new Tensor(new int[] {bumps.centres()}, Arrays.copyOf(all.values(), bumps.centres())));
            }
        }
        return new Model(model.network().withLayers(layers), tensors);
    }

    /** All outputs of one row, as attributions explain them: beside the companion rows. */
    public float[] outputs(float[] x) {
        check(x, x, 0);
        return Arrays.copyOf(forward(x, 1), outputs);
    }

    /**
     * Gradient × input: (x_i − x'_i)·∂F/∂x_i at x. With a baseline x' of zeros this is the usual x_i·∂F/∂x_i.
     *
     * @param x one row
     * @param baseline a reference row without information, such as an image of background
     * @param output index of the output to attribute, from 0
     */
    public Attribution gradientTimesInput(float[] x, float[] baseline, int output) {
        check(x, baseline, output);
        float[] gradient = new float[inputs];
        double at = gradient(x, ONE, 1, output, gradient);
        double atBaseline = gradient(baseline, ONE, 1, output, new float[inputs]);
        return new Attribution(times(gradient, x, baseline), at, atBaseline);
    }

    /**
     * Integrated Gradients (Sundararajan, Taly and Yan, 2017): (x_i − x'_i) times the mean of ∂F/∂x_i along the
     * straight line from x' to x, by the midpoint rule on steps that become finer towards x'.
     *
     * @param steps points on the line; more reduce the completeness error
     */
    public Attribution integratedGradients(float[] x, float[] baseline, int output, int steps) {
        check(x, baseline, output);
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + ": choose 1 or more");
        }
        double[] sums = new double[inputs];
        float[] points = new float[together * inputs];
        float[] widths = new float[together];
        float[] gradient = new float[inputs];
        for (int from = 0; from < steps; from += together) {
            int count = Math.min(together, steps - from);
            for (int k = 0; k < count; k++) {
                double start = Math.pow((double) (from + k) / steps, GRADING);
                double end = Math.pow((from + k + 1.0) / steps, GRADING);
                float share = (float) ((start + end) / 2);
                widths[k] = (float) (end - start);
                for (int i = 0; i < inputs; i++) {
                    points[k * inputs + i] = baseline[i] + share * (x[i] - baseline[i]);
                }
            }
            gradient(points, widths, count, output, gradient);
            for (int i = 0; i < inputs; i++) {
                sums[i] += gradient[i];
            }
        }
        float[] mean = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            mean[i] = (float) sums[i];
        }
        double at = gradient(x, ONE, 1, output, gradient);
        double atBaseline = gradient(baseline, ONE, 1, output, gradient);
        return new Attribution(times(mean, x, baseline), at, atBaseline);
    }

    private void check(float[] x, float[] baseline, int output) {
        if (x.length != inputs || baseline.length != inputs) {
            throw new IllegalArgumentException("row has " + x.length + " values and baseline " + baseline.length
                    + ": the network takes " + inputs);
        }
        LayerEdges.checked("output", output, outputs);
    }

    /**
     * @param weights of the rows
     * @param gradient receives the weighted sum over the rows of ∂F/∂x
     * @return F of the first row
     */
    private double gradient(float[] rows, float[] weights, int count, int output, float[] gradient) {
        float[] y = forward(rows, count);
        float[] g = new float[y.length];
        float[] dx = new float[y.length / outputs * inputs];
        for (int b = 0; b < count; b++) {
            g[b * outputs + output] = weights[b];
        }
        gradients.backward(g, dx);
        Arrays.fill(gradient, 0);
        for (int b = 0; b < count; b++) {
            for (int i = 0; i < inputs; i++) {
                gradient[i] += dx[b * inputs + i];
            }
        }
        return y[output];
    }

    /** @return outputs of the rows, then of the companion rows */
    private float[] forward(float[] rows, int count) {
        int all = count + company.length / inputs;
        float[] batch = Arrays.copyOf(rows, all * inputs);
        System.arraycopy(company, 0, batch, count * inputs, company.length);
        float[] y = new float[all * outputs];
        gradients.forward(batch, all, y);
        return y;
    }

    private static float[] times(float[] gradient, float[] x, float[] baseline) {
        float[] values = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = (x[i] - baseline[i]) * gradient[i];
        }
        return values;
    }
}
