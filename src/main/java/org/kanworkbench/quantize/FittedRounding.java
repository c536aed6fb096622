package org.kanworkbench.quantize;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.kanworkbench.engine.LayerInputs;
import org.kanworkbench.engine.kernel.OutputSums;
import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.StoredTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.Scheme;

/**
 * Chooses codes that minimise the change of a layer's sums over calibration rows, Σ_n (a_n − â_n)², by coordinate
 * descent: each weight in turn takes the best code while all others are fixed (QuantEase, Behdin et al., 2023, for
 * linear layers; here the layer is linear in its expanded inputs φ_t(x_i)). A layer's inputs come from the quantised
 * layers below, and the target sums from the model as trained, so that earlier errors are compensated as far as
 * possible. Convolutions use the nearest codes.
 */
final class FittedRounding {

    /** Number of passes over all weights. */
    private static final int PASSES = 3;

    /**
     * Weight of the squared distance to the trained weight, as a share of the mean energy of an expanded input. Without
     * it, weights whose inputs hardly vary over the calibration rows would be undetermined. Any value from 0.005 to 0.3
     * works.
     */
    private static final double RIDGE = 0.05;

    /** Batch size as in most trainings, relevant if a layer scales by its batch. */
    private static final int BATCH = 64;

    /** Maximum number of expanded inputs in memory; very wide layers use fewer rows. */
    private static final int MOST_VALUES = 1 << 26;

    private final Model model;
    private final Calibration calibration;
    private final BooleanSupplier proceed;
    private final Map<String, StoredTensor> stored;

    private FittedRounding(
            Model model, Map<String, StoredTensor> stored, Calibration calibration, BooleanSupplier proceed) {
        this.model = model;
        this.calibration = calibration;
        this.proceed = proceed;
        this.stored = new LinkedHashMap<>(stored);
    }

    /**
     * Fits the codes of tensors whose format asks for it.
     *
     * @param model as trained, without edge scales
     * @param nearest all of its tensors, rounded to the nearest codes
     * @param proceed checked before every input of a layer; false cancels
     * @return empty if cancelled
     */
    static Optional<Map<String, StoredTensor>> fit(
            Model model,
            Scheme scheme,
            Map<String, StoredTensor> nearest,
            Calibration calibration,
            BooleanSupplier proceed) {
        FittedRounding rounding = new FittedRounding(model, nearest, calibration, proceed);
        for (int l = 0; l < model.network().layers().size(); l++) {
            LayerCodes codes = LayerCodes.of(model, l, scheme, rounding.stored);
            // Where every edge has functions of its own, there is nothing that outputs share.
            if (codes.any() && !model.network().layers().get(l).stretchesEdges()) {
                if (!rounding.fit(l, codes)) {
                    return Optional.empty();
                }
                rounding.stored.putAll(codes.stored());
            }
        }
        return Optional.of(rounding.stored);
    }

    /** Returns false if cancelled. */
    private boolean fit(int layer, LayerCodes codes) {
        LayerSpec spec = model.network().layers().get(layer);
        int rows = (int) Math.clamp(MOST_VALUES / ((long) codes.terms() * spec.inputs()), 1, calibration.rows());
        int outputs = spec.outputs();
        Calibration some = calibration.sample(rows);
        float[] wanted = terms(model, layer, some);
        float[] met = terms(new Model(model.network(), values(stored)), layer, some);
        OutputSums lacking = new OutputSums(rows, outputs);
        float[] weights = new float[outputs];
        double[] energy = new double[codes.terms() * spec.inputs()];
        for (int feature = 0; feature < energy.length; feature++) {
            if (!proceed.getAsBoolean()) {
                return false;
            }
            int term = feature / spec.inputs();
            int input = feature % spec.inputs();
            codes.trained(term, input, weights);
            lacking.add(wanted, feature * rows, weights);
            codes.rounded(term, input, weights);
            negate(weights);
            lacking.add(met, feature * rows, weights);
            energy[feature] = energy(met, feature * rows, rows);
        }
        double ridge = RIDGE * Arrays.stream(energy).average().orElse(0);
        float[] products = new float[outputs];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int input = 0; input < spec.inputs(); input++) {
                if (!proceed.getAsBoolean()) {
                    return false;
                }
                for (int term = 0; term < codes.terms(); term++) {
                    int feature = term * spec.inputs() + input;
                    if (codes.free(term)) {
                        lacking.products(met, feature * rows, products);
                        if (codes.improve(term, input, products, energy[feature], ridge, weights)) {
                            negate(weights);
                            lacking.add(met, feature * rows, weights);
                        }
                    }
                }
            }
        }
        return true;
    }

    private static void negate(float[] weights) {
        for (int o = 0; o < weights.length; o++) {
            weights[o] = -weights[o];
        }
    }

    private static Map<String, Tensor> values(Map<String, StoredTensor> stored) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> values.put(name, tensor.float32()));
        return values;
    }

    /** A layer's terms at its inputs in a model, [term][input][row]. */
    private float[] terms(Model of, int layer, Calibration some) {
        int rows = some.rows();
        LayerSpec spec = model.network().layers().get(layer);
        float[] x = new float[spec.inputs() * rows];
        float[] s = new float[x.length];
        float[] part = new float[BATCH * some.width()];
        try (Workers alone = new Workers(1)) {
            LayerInputs met = new LayerInputs(of, BATCH, OptionalDouble.empty(), alone);
            for (int row = 0; row < rows; row += BATCH) {
                int count = Math.min(BATCH, rows - row);
                System.arraycopy(some.values(), row * some.width(), part, 0, count * some.width());
                met.forward(part, count);
                transpose(met.inputs(layer), count, x, row, rows);
                transpose(met.scaled(layer), count, s, row, rows);
            }
        }
        return EdgeTerms.of(of, layer).values(x, s, n -> n / rows);
    }

    /** @param from count × inputs */
    private static void transpose(float[] from, int count, float[] to, int row, int rows) {
        int inputs = from.length / count;
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < inputs; i++) {
                to[i * rows + row + r] = from[r * inputs + i];
            }
        }
    }

    private static double energy(float[] phi, int at, int rows) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += (double) phi[at + row] * phi[at + row];
        }
        return sum;
    }
}
