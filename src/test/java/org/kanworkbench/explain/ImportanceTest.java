package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.tensor.Tensor;

class ImportanceTest {

    private static final int ROWS = 12;
    private static final int TOGETHER = 5;

    static Stream<LayerSpec> layers() {
        return Layers.all();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void is_the_mean_of_the_edges_absolute_values_over_the_rows(LayerSpec spec) {
        Model model = Layers.random(spec, 2);
        Sample sample = sample(OptionalDouble.empty());

        Importance importance =
                Importance.ofLayers(model, sample, () -> true).orElseThrow().getFirst();

        float[] expected = byDefinition(model, spec, sample);
        for (int e = 0; e < expected.length; e++) {
            assertThat((double) importance.values()[e]).as("edge %d", e).isCloseTo(expected[e], within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void counting_background_together_changes_nothing_but_rounding(LayerSpec spec) {
        Model model = Layers.random(spec, 2);
        Sample plain = sample(OptionalDouble.empty());
        for (int n = 0; n < plain.x().length; n++) {
            plain.x()[n] = n % 3 == 0 ? plain.x()[n] : -1;
        }
        Sample sparse = new Sample(plain.x(), Layers.INPUTS, TOGETHER, OptionalDouble.of(-1));

        float[] expected = Importance.ofLayers(model, plain, () -> true)
                .orElseThrow()
                .getFirst()
                .values();
        float[] actual = Importance.ofLayers(model, sparse, () -> true)
                .orElseThrow()
                .getFirst()
                .values();

        for (int e = 0; e < expected.length; e++) {
            assertThat(actual[e]).isCloseTo(expected[e], within(1e-5f));
        }
    }

    @Test
    void ends_between_batches_when_told_to() {
        Model model = Layers.random(Layers.all().findFirst().orElseThrow(), 4);
        int[] asked = {0};

        assertThat(Importance.ofLayers(model, sample(OptionalDouble.empty()), () -> ++asked[0] < 3))
                .isEmpty();
        assertThat(asked[0]).isEqualTo(3);
    }

    @Test
    void orders_inputs_by_strength_and_puts_what_is_no_number_last() {
        Importance importance = new Importance(2, 4, new float[] {9, 9, 9, 9, 0.5f, Float.NaN, 2, 1});

        assertThat(importance.strongest(1)).containsExactly(2, 3, 0, 1);
        assertThatThrownBy(() -> importance.of(2, 0)).hasMessage("output is 2: choose 0 to 1");
    }

    @Test
    void weights_that_are_no_numbers_make_their_own_edges_importance_none() {
        LayerSpec spec = Layers.all().findFirst().orElseThrow();
        Model sound = Layers.random(spec, 4);
        Map<String, Tensor> tensors = new LinkedHashMap<>(sound.tensors());
        Tensor basis = sound.tensor("layers.0.basis_weight");
        float[] values = basis.values().clone();
        values[0] = Float.NaN;
        tensors.put("layers.0.basis_weight", new Tensor(basis.shape(), values));

        Importance importance = Importance.ofLayers(
                        new Model(sound.network(), tensors), sample(OptionalDouble.empty()), () -> true)
                .orElseThrow()
                .getFirst();

        assertThat(importance.of(0, 0)).isNaN();
        assertThat(importance.of(0, 1)).isFinite();
        assertThat(importance.of(1, 0)).isFinite();
    }

    @Test
    void rows_of_another_width_than_the_networks_are_refused() {
        Model model = Layers.random(Layers.all().findFirst().orElseThrow(), 4);
        Sample wrong = new Sample(new float[6], 3, 1, OptionalDouble.empty());

        assertThatThrownBy(() -> Importance.ofLayers(model, wrong, () -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows have 3 values but the network takes 5");
    }

    private static Sample sample(OptionalDouble background) {
        return new Sample(Layers.randomRows(ROWS, Layers.INPUTS, 9), Layers.INPUTS, TOGETHER, background);
    }

    /** By the curves, row by row, each with the range that its scaling gives it. */
    private static float[] byDefinition(Model model, LayerSpec spec, Sample sample) {
        double[] sums = new double[Layers.OUTPUTS * Layers.INPUTS];
        for (int b = 0; b < ROWS; b++) {
            int from = b / TOGETHER * TOGETHER;
            int to = Math.min(ROWS, from + TOGETHER);
            float[] together = Arrays.copyOfRange(sample.x(), from * Layers.INPUTS, to * Layers.INPUTS);
            float[] row = Arrays.copyOfRange(sample.x(), b * Layers.INPUTS, (b + 1) * Layers.INPUTS);
            Interval range = EdgeFunctionsTest.range(spec.scaling(), row, together);
            EdgeCurves curves =
                    new EdgeFunctions(model, List.of(range)).layer(0).at(row);
            for (int o = 0; o < Layers.OUTPUTS; o++) {
                for (int i = 0; i < Layers.INPUTS; i++) {
                    sums[o * Layers.INPUTS + i] += Math.abs(curves.values(o, i)[i]);
                }
            }
        }
        float[] means = new float[sums.length];
        for (int e = 0; e < means.length; e++) {
            means[e] = (float) (sums[e] / ROWS);
        }
        return means;
    }
}
