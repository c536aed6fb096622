package org.kanworkbench.quantize;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.kanworkbench.engine.EdgeTerms;
import org.kanworkbench.engine.LayerInputs;
import org.kanworkbench.engine.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.StoredTensor;
import org.kanworkbench.network.Tensor;

/**
 * Chooses codes so that the sums of a layer change least over calibration rows, Σ_n (a_n − â_n)², by coordinate descent: each
 * weight in turn takes the code that is best while all others stay (QuantEase, Behdin et al., 2023, for linear layers; here the
 * layer is linear in its expanded inputs φ_t(x_i)). A layer's rounded inputs are those that the rounded layers below give, and
 * its sums should be those of the model as trained: what went wrong below is made up for as far as it can be. Convolutions keep
 * their nearest codes.
 */
final class FittedRounding {

    /** Times that every weight is visited. */
    private static final int PASSES = 3;

    /**
     * How much a weight's own distance counts, as a share of the mean energy of an expanded input. Without it, weights whose
     * inputs hardly vary over the calibration rows would be free to go anywhere. Anything from 0.005 to 0.3 does.
     */
    private static final double RIDGE = 0.05;

    /** Rows that pass through together, as in training: where a layer scales by its batch, it matters. */
    private static final int BATCH = 64;

    /** Expanded inputs that are kept at once; of very wide layers fewer rows are looked at. */
    private static final int MOST_VALUES = 1 << 26;

    private final Model model;
    private final Calibration calibration;
    private final Map<String, StoredTensor> stored;

    private FittedRounding(Model model, Map<String, StoredTensor> stored, Calibration calibration) {
        this.model = model;
        this.calibration = calibration;
        this.stored = new LinkedHashMap<>(stored);
    }

    /**
     * Tensors with better codes where a format asks for it.
     *
     * @param model as trained, without edge scales
     * @param nearest all of its tensors, rounded to the nearest
     */
    static Map<String, StoredTensor> fit(
            Model model, Scheme scheme, Map<String, StoredTensor> nearest, Calibration calibration) {
        FittedRounding rounding = new FittedRounding(model, nearest, calibration);
        for (int l = 0; l < model.network().layers().size(); l++) {
            LayerCodes codes = LayerCodes.of(model, l, scheme, rounding.stored);
            if (codes.any()) {
                rounding.fit(l, codes);
                rounding.stored.putAll(codes.stored());
            }
        }
        return rounding.stored;
    }

    private void fit(int layer, LayerCodes codes) {
        LayerSpec spec = model.network().layers().get(layer);
        int rows = (int) Math.clamp(MOST_VALUES / ((long) codes.terms() * spec.inputs()), 1, calibration.rows());
        int outputs = spec.outputs();
        float[] wanted = terms(model, layer, rows);
        float[] met = terms(new Model(model.network(), values(stored)), layer, rows);
        // [row][output], what the sums still lack.
        float[] missing = new float[rows * outputs];
        float[] weights = new float[outputs];
        double[] energy = new double[codes.terms() * spec.inputs()];
        double all = 0;
        for (int t = 0; t < codes.terms(); t++) {
            for (int i = 0; i < spec.inputs(); i++) {
                int feature = t * spec.inputs() + i;
                codes.trained(t, i, weights);
                addProduct(1, weights, wanted, feature * rows, missing);
                codes.rounded(t, i, weights);
                addProduct(-1, weights, met, feature * rows, missing);
                energy[feature] = energy(met, feature * rows, rows);
                all += energy[feature];
            }
        }
        double ridge = RIDGE * all / energy.length;
        float[] products = new float[outputs];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int i = 0; i < spec.inputs(); i++) {
                for (int t = 0; t < codes.terms(); t++) {
                    int feature = t * spec.inputs() + i;
                    if (codes.free(t)) {
                        products(met, feature * rows, missing, products);
                        if (codes.improve(t, i, products, energy[feature], ridge, weights)) {
                            addProduct(-1, weights, met, feature * rows, missing);
                        }
                    }
                }
            }
        }
    }

    private static Map<String, Tensor> values(Map<String, StoredTensor> stored) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        stored.forEach((name, tensor) -> values.put(name, tensor.float32()));
        return values;
    }

    /** A layer's terms at every input it meets in a model, [term][input][row]. */
    private float[] terms(Model of, int layer, int rows) {
        LayerSpec spec = model.network().layers().get(layer);
        float[] x = new float[spec.inputs() * rows];
        float[] s = new float[x.length];
        float[] part = new float[BATCH * calibration.width()];
        try (Workers alone = new Workers(1)) {
            LayerInputs met = new LayerInputs(of, BATCH, OptionalDouble.empty(), alone);
            for (int row = 0; row < rows; row += BATCH) {
                int count = Math.min(BATCH, rows - row);
                System.arraycopy(calibration.values(), row * calibration.width(), part, 0, count * calibration.width());
                met.forward(part, count);
                transpose(met.inputs(layer), count, x, row, rows);
                transpose(met.scaled(layer), count, s, row, rows);
            }
        }
        return new EdgeTerms(spec).values(x, s);
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

    /** sums[row][output] += sign·phi[row]·weights[output]. */
    private static void addProduct(int sign, float[] weights, float[] phi, int at, float[] sums) {
        int outputs = weights.length;
        for (int row = 0; row < sums.length / outputs; row++) {
            float factor = sign * phi[at + row];
            for (int o = 0; o < outputs; o++) {
                sums[row * outputs + o] += factor * weights[o];
            }
        }
    }

    /** products[output] = Σ_row phi[row]·sums[row][output]. */
    private static void products(float[] phi, int at, float[] sums, float[] products) {
        int outputs = products.length;
        Arrays.fill(products, 0);
        for (int row = 0; row < sums.length / outputs; row++) {
            float factor = phi[at + row];
            for (int o = 0; o < outputs; o++) {
                products[o] += factor * sums[row * outputs + o];
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
