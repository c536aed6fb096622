package org.kanworkbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.LayerInputs;
import org.kanworkbench.engine.layer.EdgeTerms;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;

class FittedRoundingTest {

    private static final int ROWS = 48;
    private static final Calibration CALIBRATION = new Calibration(ROWS, Models.INPUTS, Models.rows(ROWS));

    private static QuantizedModel rounded(Model model, String scheme) throws QuantizeException {
        return QuantizedModel.of(model, Schemes.parse(scheme, model.network()), Optional.of(CALIBRATION), () -> true)
                .orElseThrow();
    }

    /** The sums of a layer with weights of one model over inputs that it meets in another: [row][output], term by term. */
    private static double[] sums(Model weights, Model met, int layer) {
        LayerSpec spec = weights.network().layers().get(layer);
        double[] sums = new double[ROWS * spec.outputs()];
        try (Workers alone = new Workers(1)) {
            LayerInputs inputs = new LayerInputs(met, ROWS, OptionalDouble.empty(), alone);
            inputs.forward(CALIBRATION.values(), ROWS);
            float[] x = inputs.inputs(layer);
            float[] phi = new EdgeTerms(spec).values(x, inputs.scaled(layer));
            int first = spec.hasBase() ? 1 : 0;
            for (int n = 0; n < x.length; n++) {
                for (int o = 0; o < spec.outputs(); o++) {
                    int edge = o * spec.inputs() + n % spec.inputs();
                    for (int t = 0; t < spec.weightsPerEdge(); t++) {
                        float weight = t < first
                                ? weights.tensor("layers." + layer + ".base_weight")
                                        .values()[edge]
                                : weights.tensor("layers." + layer + ".basis_weight")
                                        .values()[edge * spec.learnedTerms() + t - first];
                        sums[n / spec.inputs() * spec.outputs() + o] += phi[t * x.length + n] * weight;
                    }
                }
            }
        }
        return sums;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += (a[n] - b[n]) * (a[n] - b[n]);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "torchkan", "efficient-kan", "kag-net-faithful", "kanvolver", "mlp"})
    void sums_change_less_than_by_the_nearest_codes_whatever_the_network(String preset) throws Exception {
        Model model = EdgeScales.folded(Models.random(preset));
        QuantizedModel nearest = rounded(model, "w2:min-max");
        QuantizedModel fitted = rounded(model, "w2:fitted");

        for (int layer = 0; layer < 2; layer++) {
            double[] wanted = sums(model, model, layer);
            double before = squaredDistance(wanted, sums(nearest.model(), nearest.model(), layer));
            double after = squaredDistance(wanted, sums(fitted.model(), fitted.model(), layer));
            assertThat(after).isLessThan(before);
        }
        assertThat(fitted.stored().keySet()).isEqualTo(nearest.stored().keySet());
        fitted.stored()
                .forEach((name, tensor) ->
                        assertThat(fitted.model().tensor(name)).isEqualTo(tensor.float32()));
    }

    /** All else the same, no other code of any one weight would do better. */
    @Test
    void codes_are_the_best_one_by_one() throws Exception {
        Model model = Models.random("mlp");
        QuantizedModel fitted = rounded(model, "w3:fitted");
        double[] wanted = sums(model, model, 0);
        QuantizedTensor tensor = (QuantizedTensor) fitted.stored().get("layers.0.base_weight");
        double ridge = 0.05 * meanEnergy();
        double least = objective(model, fitted.model(), wanted, ridge);
        for (int n = 0; n < tensor.codes().length; n++) {
            byte chosen = tensor.codes()[n];
            for (byte code = -4; code < 4; code++) {
                tensor.codes()[n] = code;
                Map<String, Tensor> tried = new LinkedHashMap<>(fitted.model().tensors());
                tried.put("layers.0.base_weight", tensor.float32());
                assertThat(objective(model, new Model(model.network(), tried), wanted, ridge))
                        .isGreaterThanOrEqualTo(least * (1 - 1e-5));
            }
            tensor.codes()[n] = chosen;
        }
    }

    private static double objective(Model trained, Model rounded, double[] wanted, double ridge) {
        double sum = squaredDistance(wanted, sums(rounded, trained, 0));
        float[] before = trained.tensor("layers.0.base_weight").values();
        float[] after = rounded.tensor("layers.0.base_weight").values();
        for (int n = 0; n < before.length; n++) {
            sum += ridge * (after[n] - before[n]) * (after[n] - before[n]);
        }
        return sum;
    }

    private static double meanEnergy() {
        double sum = 0;
        for (float x : CALIBRATION.values()) {
            sum += x * x;
        }
        return sum / Models.INPUTS;
    }

    @Test
    void what_a_rule_keeps_otherwise_stays_and_is_made_up_for() throws Exception {
        Model model = Models.random("kal-net");
        QuantizedModel fitted = rounded(model, "w2:fitted/P2=float32,layer2.base=float16");
        QuantizedModel nearest = rounded(model, "w2/P2=float32,layer2.base=float16");

        float[] before = model.tensor("layers.0.basis_weight").values();
        float[] after = fitted.model().tensor("layers.0.basis_weight").values();
        for (int n = 1; n < before.length; n += 3) {
            assertThat(after[n]).isEqualTo(before[n]);
        }
        assertThat(fitted.model().tensor("layers.1.base_weight"))
                .isEqualTo(nearest.model().tensor("layers.1.base_weight"));
        assertThat(after)
                .isNotEqualTo(nearest.model().tensor("layers.0.basis_weight").values());
        double[] wanted = sums(model, model, 1);
        assertThat(squaredDistance(wanted, sums(fitted.model(), fitted.model(), 1)))
                .isLessThan(squaredDistance(wanted, sums(nearest.model(), nearest.model(), 1)));
    }

    @Test
    void the_model_and_nearest_codes_are_left_alone() throws Exception {
        Model model = Models.random("kal-net");
        QuantizedModel first = rounded(model, "w2");
        rounded(model, "w2:fitted");
        assertThat(model).isEqualTo(Models.random("kal-net"));
        assertThat(rounded(model, "w2")).isEqualTo(first);
        assertThat(rounded(model, "w2:fitted").model())
                .isEqualTo(rounded(model, "w2:fitted").model());
    }

    @Test
    void fewer_rows_than_there_are_are_evenly_spaced_ones() {
        Calibration rows = new Calibration(10, 1, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});

        assertThat(rows.sample(4).values()).containsExactly(0, 2, 5, 7);
        assertThat(rows.sample(10)).isSameAs(rows);
    }

    @Test
    void without_calibration_rows_it_is_refused() {
        Model model = Models.random("mlp");
        assertThatThrownBy(() -> QuantizedModel.of(model, Schemes.parse("w2:fitted", model.network())))
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("calibration rows");
    }

    @Test
    void told_to_stop_it_fits_no_further() throws Exception {
        Model model = Models.random("kal-net");
        Scheme scheme = Schemes.parse("w2:fitted", model.network());
        AtomicInteger asked = new AtomicInteger();

        assertThat(QuantizedModel.of(model, scheme, Optional.of(CALIBRATION), () -> asked.incrementAndGet() < 5))
                .isEmpty();
        assertThat(asked.get()).isEqualTo(5);
    }
}
