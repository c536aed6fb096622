package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.reference.ReferenceNetwork;

/** Gradients of outputs with respect to inputs, against the definition. */
class InputGradientsTest {

    private static final int ROWS = 4;

    @ParameterizedTest
    @MethodSource("org.kanworkbench.network.NetworkSamples#stacks")
    void at_inference_agree_with_the_definition(NetworkSpec spec) {
        assertInputGradients(spec, false);
    }

    @ParameterizedTest
    @MethodSource("org.kanworkbench.network.NetworkSamples#stacks")
    void in_training_agree_with_the_definition(NetworkSpec spec) {
        assertInputGradients(spec, true);
    }

    @ParameterizedTest
    @MethodSource("org.kanworkbench.network.NetworkSamples#stems")
    void go_through_stems(NetworkSpec spec) {
        assertInputGradients(spec, false);
    }

    private static void assertInputGradients(NetworkSpec spec, boolean training) {
        Model model = withRunningValues(spec);
        SplittableRandom random = new SplittableRandom(8);
        float[] x = draw(random, ROWS * spec.inputs());
        float[] g = draw(random, ROWS * spec.outputs());
        float[] y = new float[g.length];
        float[] dx = new float[x.length];
        try (Workers workers = new Workers(1)) {
            InputGradients gradients = new InputGradients(Network.of(model), ROWS, workers, training);
            gradients.forward(x, ROWS, y);
            gradients.backward(g, dx);
        }
        ReferenceNetwork reference = new ReferenceNetwork(model);
        reference.forward(rows(x, spec.inputs()), training);
        double[][] expected = reference.backward(rows(g, spec.outputs())).inputs();
        double largest = Math.max(
                1e-3,
                Arrays.stream(expected)
                        .flatMapToDouble(Arrays::stream)
                        .map(Math::abs)
                        .max()
                        .orElseThrow());
        for (int j = 0; j < x.length; j++) {
            assertThat((double) dx[j])
                    .as("input %d", j)
                    .isCloseTo(expected[j / spec.inputs()][j % spec.inputs()], within(2e-4 * largest));
        }
    }

    @Test
    void dropout_is_off_at_inference() {
        Preset preset = Preset.named("mlp").orElseThrow();
        LayerSpec hidden = preset.network(6, List.of(8), 3).layers().getFirst();
        NetworkSpec still = new NetworkSpec(List.of(hidden));
        NetworkSpec dropping = new NetworkSpec(List.of(LayerSpec.plain(hidden.basis())
                .with(Map.of(
                        LayerField.SCALING, hidden.scaling(),
                        LayerField.BASE, hidden.base(),
                        LayerField.CONSTANT_TERM, hidden.constantTerm(),
                        LayerField.BIAS, hidden.bias(),
                        LayerField.NORMALIZATION, hidden.normalization(),
                        LayerField.ACTIVATION, hidden.activation(),
                        LayerField.DROPOUT, 0.5))
                .withSizes(hidden.inputs(), hidden.outputs())));
        Model model = Network.initialize(still, 3).snapshot();

        assertThat(gradientOfFirstOutput(new Model(dropping, model.tensors())))
                .containsExactly(gradientOfFirstOutput(model));
    }

    private static float[] gradientOfFirstOutput(Model model) {
        float[] g = new float[model.network().outputs()];
        g[0] = 1;
        float[] x = draw(new SplittableRandom(1), model.network().inputs());
        float[] dx = new float[x.length];
        try (Workers workers = new Workers(1)) {
            InputGradients gradients = new InputGradients(model, 1, workers);
            gradients.forward(x, 1, new float[g.length]);
            gradients.backward(g, dx);
        }
        return dx;
    }

    /** Running ranges and statistics that differ from any batch's. */
    private static Model withRunningValues(NetworkSpec spec) {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Network.initialize(spec, 42).snapshot().tensors());
        tensors.computeIfPresent(
                "layers.0.scaling.running_min", (_, _) -> new Tensor(new int[] {1}, new float[] {-1.1f}));
        tensors.computeIfPresent(
                "layers.1.scaling.running_max", (_, _) -> new Tensor(new int[] {1}, new float[] {1.3f}));
        tensors.replaceAll((name, tensor) -> name.endsWith("running_var") || name.endsWith("running_mean")
                ? new Tensor(tensor.shape(), spread(tensor.values().length))
                : tensor);
        return new Model(spec, tensors);
    }

    private static float[] spread(int length) {
        float[] values = new float[length];
        for (int j = 0; j < length; j++) {
            values[j] = 0.5f + 0.1f * j;
        }
        return values;
    }

    private static float[] draw(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int j = 0; j < length; j++) {
            values[j] = (float) random.nextDouble(-0.95, 0.95);
        }
        return values;
    }

    private static double[][] rows(float[] flat, int width) {
        double[][] rows = new double[flat.length / width][width];
        for (int j = 0; j < flat.length; j++) {
            rows[j / width][j % width] = flat[j];
        }
        return rows;
    }
}
