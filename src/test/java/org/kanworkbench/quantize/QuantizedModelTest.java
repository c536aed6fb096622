package org.kanworkbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.SplitTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.Arithmetic;
import org.kanworkbench.quantize.scheme.BitRule;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.quantize.scheme.WeightFormat.Float32;
import org.kanworkbench.quantize.scheme.WeightTensor;

class QuantizedModelTest {

    private static final int ROWS = 8;

    static Stream<String> presets() {
        return Presets.ALL.stream().map(Preset::name);
    }

    private static QuantizedModel rounded(Model model, String scheme) throws QuantizeException {
        return QuantizedModel.of(model, Schemes.parse(scheme, model.network()));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void every_weight_of_edges_and_kernels_is_rounded_and_nothing_else(String preset) throws Exception {
        Model model = Models.random(preset);
        QuantizedModel rounded = rounded(model, "w3");
        Model folded = EdgeScales.folded(model);
        long touched = 0;
        for (Map.Entry<String, Tensor> entry : folded.tensors().entrySet()) {
            Tensor after = rounded.model().tensor(entry.getKey());
            if (entry.getKey().endsWith("weight") && !entry.getKey().contains("norm")) {
                touched += after.values().length;
                assertThat(rounded.stored().get(entry.getKey())).isInstanceOf(QuantizedTensor.class);
                assertThat(after).isNotEqualTo(entry.getValue());
            } else {
                assertThat(after).isEqualTo(entry.getValue());
            }
        }
        assertThat(rounded.model().tensors().keySet())
                .isEqualTo(folded.tensors().keySet());
        assertThat(rounded.reports().stream()
                        .filter(TensorReport::touched)
                        .mapToLong(TensorReport::weights)
                        .sum())
                .isEqualTo(touched);
        assertThat(rounded.reports().stream().map(TensorReport::tensor).distinct())
                .containsExactlyElementsOf(model.tensors().keySet());
        assertThat(rounded.reports())
                .allSatisfy(r -> assertThat(r.touched()).isEqualTo(r.reason().isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void multiplying_edge_scales_in_changes_no_answer(String preset) {
        Model model = Models.random(preset);
        float[] before = answers(model);
        float[] after = answers(EdgeScales.folded(model));
        for (int n = 0; n < before.length; n++) {
            assertThat(after[n]).isCloseTo(before[n], within(1e-4f));
        }
    }

    private static float[] answers(Model model) {
        float[] logits = new float[ROWS * Models.OUTPUTS];
        try (Workers workers = new Workers(1)) {
            new Predictor(model, ROWS, workers).predict(Models.rows(ROWS), ROWS, logits);
        }
        return logits;
    }

    @Test
    void a_simulated_network_answers_as_its_rounded_weights_do() throws Exception {
        QuantizedModel rounded = rounded(Models.random("kal-net"), "w4/P2=8");
        float[] logits = new float[ROWS * Models.OUTPUTS];
        try (QuantizedNetwork network = QuantizedNetwork.simulated(rounded, ROWS, OptionalDouble.empty(), 1)) {
            network.predict(Models.rows(ROWS), ROWS, logits);
            assertThat(network.scheme().name()).isEqualTo("w4/P2=8");
        }
        assertThat(logits).isEqualTo(answers(rounded.model())).isNotEqualTo(answers(Models.random("kal-net")));
    }

    @Test
    void a_rule_changes_its_own_weights_alone() throws Exception {
        Model model = Models.random("kal-net");
        Scheme scheme = new Scheme(
                "only",
                new Float32(),
                Arithmetic.SIMULATED,
                List.of(new BitRule(
                        OptionalInt.of(1),
                        OptionalInt.of(3),
                        Schemes.parse("w2", model.network()).weights())));
        QuantizedModel rounded = QuantizedModel.of(model, scheme);
        Tensor before = model.tensor("layers.1.basis_weight");
        Tensor after = rounded.model().tensor("layers.1.basis_weight");
        for (int n = 0; n < before.values().length; n++) {
            // Terms P₁, P₂, P₃.
            if (n % 3 == 2) {
                assertThat(after.values()[n]).isNotEqualTo(before.values()[n]);
            } else {
                assertThat(after.values()[n]).isEqualTo(before.values()[n]);
            }
        }
        assertThat(rounded.model().tensor("layers.0.basis_weight")).isEqualTo(model.tensor("layers.0.basis_weight"));
        assertThat(rounded.reports().stream().filter(TensorReport::touched))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.tensor()).isEqualTo("layers.1.basis_weight");
                    assertThat(report.part()).isEqualTo("P₃");
                    assertThat(report.weights()).isEqualTo(18);
                    assertThat(report.bits()).isEqualTo(2);
                    assertThat(report.rmsError()).isBetween(1e-3, report.rms());
                });
    }

    @Test
    void terms_of_one_format_share_their_scales() throws Exception {
        QuantizedModel rounded = rounded(Models.random("kal-net"), "w4:tensor/layer1.P2=8");
        SplitTensor split = (SplitTensor) rounded.stored().get("layers.0.basis_weight");
        assertThat(split.parts())
                .hasSize(2)
                .allSatisfy(part ->
                        assertThat(((QuantizedTensor) part.values()).scales()).hasSize(1));
        assertThat(split.parts().getFirst().terms()).containsExactly(0, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w2", "w4", "w8", "float16"})
    void fewer_bits_are_fewer_bytes(String scheme) throws Exception {
        Model model = Models.random("torchkan");
        double full = bytes(rounded(model, "float32"));
        int bits = rounded(model, scheme).scheme().weights().bits();
        long weights = WeightTensor.of(model.network()).stream()
                .mapToLong(w -> model.tensor(w.name()).values().length)
                .sum();
        // Scales and names come on top.
        assertThat(full - bytes(rounded(model, scheme))).isGreaterThan(0.4 * weights * (32 - bits) / 8);
    }

    private static long bytes(QuantizedModel rounded) {
        try (QuantizedNetwork network = QuantizedNetwork.simulated(rounded, 1, OptionalDouble.empty(), 1)) {
            return network.bytes();
        }
    }

    @Test
    void a_scheme_that_rounds_nothing_is_refused_unless_it_is_meant_to() throws Exception {
        Model model = Models.random("mlp");
        assertThat(rounded(model, "float32").model()).isEqualTo(model);
        assertThatThrownBy(() -> rounded(model, "w4/base=float32"))
                .isInstanceOf(QuantizeException.class)
                .hasMessage("scheme w4/base=float32 rounds no weight of this network: give it bits for some of them");
        Scheme elsewhere = new Scheme(
                "x",
                new Float32(),
                Arithmetic.SIMULATED,
                List.of(new BitRule(OptionalInt.of(7), OptionalInt.empty(), new Float32())));
        assertThatThrownBy(() -> QuantizedModel.of(model, elsewhere)).hasMessageContaining("leave it out");
    }

    @Test
    void what_int8_computes_in_float_is_not_rounded() throws Exception {
        Model stretched = Models.random("wav-kan");
        QuantizedModel none = rounded(stretched, "int8-dynamic");
        assertThat(none.model().tensors())
                .isEqualTo(EdgeScales.folded(stretched).tensors());
        assertThat(none.reports())
                .noneMatch(TensorReport::touched)
                .anyMatch(report -> report.reason().equals("computed in float32: " + TensorReport.NO_PRODUCTS));
        assertThat(rounded(stretched, "w8").reports()).anyMatch(TensorReport::touched);
        assertThat(rounded(Models.random("conv-kagn"), "int8-dynamic").reports())
                .anyMatch(TensorReport::touched)
                .filteredOn(report -> report.tensor().startsWith("stem."))
                .noneMatch(TensorReport::touched);
    }

    @Test
    void a_model_that_is_not_sound_is_refused() {
        Model model = Models.random("mlp");
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.tensors());
        tensors.put("layers.1.bias", new Tensor(new int[] {3}, new float[] {0, Float.NaN, 0}));
        assertThatThrownBy(() -> rounded(new Model(model.network(), tensors), "w4"))
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("tensor layers.1.bias holds NaN");
    }
}
