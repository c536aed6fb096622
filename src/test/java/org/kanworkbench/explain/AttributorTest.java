package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.trained.SechSwitch;

class AttributorTest {

    private static final float[] X = {0.9f, -0.4f, 0.2f, -0.8f, 0.6f};
    private static final float[] BACKGROUND = {-1, -1, -1, -1, -1};
    private static final float[] UNEVEN = {-0.7f, -1, -0.2f, -0.9f, 0.5f};

    static Stream<NetworkSpec> networks() {
        return Layers.all().map(layer -> new NetworkSpec(List.of(layer.withSizes(5, 6), layer.withSizes(6, 3))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void integrated_gradients_explain_the_whole_difference_to_the_baseline(NetworkSpec network) {
        // A baseline of one value has no range: a network that scales by a row's own jumps there.
        boolean jumps = network.layers().getFirst().scaling() == InputScaling.ROW_MIN_MAX;
        float[] baseline = jumps ? UNEVEN : BACKGROUND;
        Attributor attributor = new Attributor(Layers.random(network, 6), Layers.randomRows(8, 5, 3));

        Attribution attribution = attributor.integratedGradients(X, baseline, 1, 16384);

        double difference = Math.abs(attribution.output() - attribution.baselineOutput());
        assertThat(attribution.completenessError())
                .as("of a difference of %f", difference)
                .isCloseTo(0, within(0.01 * Math.max(1, difference)));
    }

    /** FastKAN and FasterKAN: a layer norm of the inputs, which is steep beside an empty image, and halved derivatives. */
    @ParameterizedTest
    @ValueSource(strings = {"fast-kan-faithful", "faster-kan-faithful", "kal-net"})
    void a_few_steps_explain_faithful_presets_too(String preset) {
        Attributor attributor =
                new Attributor(Layers.random(Preset.named(preset).orElseThrow().network(5, List.of(6), 3), 6));

        Attribution attribution = attributor.integratedGradients(X, BACKGROUND, 0, 64);

        double difference = attribution.output() - attribution.baselineOutput();
        assertThat(Math.abs(difference)).isGreaterThan(0.1);
        assertThat(attribution.completenessError()).isCloseTo(0, within(0.02 * Math.abs(difference)));
    }

    @Test
    void trained_centres_of_a_FasterKAN_are_explained_by_true_derivatives() {
        NetworkSpec preset = Preset.named("faster-kan-faithful").orElseThrow().network(5, List.of(6), 3);
        NetworkSpec network = preset.withLayers(preset.layers().stream()
                .map(layer -> layer.withBasis(new SechSwitch(8, -1.2, 1.2, true)))
                .toList());
        Attributor attributor = new Attributor(Layers.random(network, 6));

        Attribution attribution = attributor.integratedGradients(X, UNEVEN, 0, 256);

        double difference = attribution.output() - attribution.baselineOutput();
        assertThat(Math.abs(difference)).isGreaterThan(0.1);
        assertThat(attribution.completenessError()).isCloseTo(0, within(0.02 * Math.abs(difference)));
        assertThat(attributor.outputs(X)[0]).isEqualTo((float) attribution.output());
    }

    @Test
    void more_steps_make_the_completeness_error_smaller() {
        NetworkSpec network = Preset.named("kal-net").orElseThrow().network(5, List.of(6), 3);
        Attributor attributor = new Attributor(Layers.random(network, 6));

        double few = attributor.integratedGradients(X, BACKGROUND, 0, 4).completenessError();
        double many = attributor.integratedGradients(X, BACKGROUND, 0, 100).completenessError();

        assertThat(Math.abs(few)).isGreaterThan(1e-3);
        assertThat(Math.abs(many)).isLessThan(Math.abs(few) / 20);
    }

    @Test
    void of_a_linear_network_both_methods_give_weight_times_input_exactly() {
        Model model = Layers.random(LayerSpec.dense(5, 3, Activation.IDENTITY), 7);
        Attributor attributor = new Attributor(model);

        float[] gradient = attributor.gradientTimesInput(X, new float[5], 2).values();
        float[] integrated =
                attributor.integratedGradients(X, new float[5], 2, 1).values();

        for (int i = 0; i < 5; i++) {
            float expected = model.tensor("layers.0.base_weight").values()[2 * 5 + i] * X[i];
            assertThat(gradient[i]).isCloseTo(expected, within(1e-6f));
            assertThat(integrated[i]).isCloseTo(expected, within(1e-6f));
        }
    }

    @Test
    void an_input_that_equals_the_baseline_contributes_nothing() {
        NetworkSpec network = Preset.named("kal-net").orElseThrow().network(5, List.of(6), 3);
        float[] x = X.clone();
        x[3] = -1;

        Attribution attribution = new Attributor(Layers.random(network, 6)).integratedGradients(x, BACKGROUND, 0, 10);

        assertThat(attribution.values()[3]).isZero();
    }

    @Test
    void silly_requests_are_refused_with_one_line() {
        Attributor attributor = new Attributor(Layers.random(LayerSpec.dense(5, 3, Activation.IDENTITY), 7));

        assertThatThrownBy(() -> attributor.integratedGradients(X, BACKGROUND, 3, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output is 3: choose 0 to 2");
        assertThatThrownBy(() -> attributor.integratedGradients(X, BACKGROUND, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps is 0: choose 1 or more");
        assertThatThrownBy(() -> attributor.gradientTimesInput(new float[4], BACKGROUND, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row has 4 values");
    }
}
