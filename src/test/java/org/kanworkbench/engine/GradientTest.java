package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.NetworkSamples.Batch;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisSamples;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.reference.ReferenceNetwork;

/** Outputs and gradients of every kind of layer, against float64 definitions and their difference quotients. */
class GradientTest {

    private static final int ROWS = 9;
    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    @ParameterizedTest
    @MethodSource("org.kanworkbench.network.NetworkSamples#all")
    void outputs_and_gradients_are_those_of_the_definition(NetworkSpec spec) throws NonFiniteException {
        assertAgrees(spec);
    }

    /** Of one batch, under the vectors of this machine. */
    static void assertAgrees(NetworkSpec spec) throws NonFiniteException {
        assertAgrees(spec, ROWS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kal-net",
                "torchkan",
                "mlp",
                "kal-net-faithful",
                "kag-net-faithful",
                "fast-kan-faithful",
                "faster-kan-faithful",
                "sine-kan-faithful",
                "relu-kan-faithful",
                "gr-kan-faithful"
            })
    void rows_apart_from_each_other_give_the_gradients_of_all(String preset) throws NonFiniteException {
        NetworkSpec spec = Preset.named(preset).orElseThrow().network(INPUTS, List.of(64, 40), CLASSES);
        // Two and three blocks of rows, the last not full, and a batch in which the last has none.
        for (int rows : new int[] {70, 101, 64}) {
            assertAgrees(spec, rows);
            assertPredicts(spec, rows);
        }
    }

    private static void assertPredicts(NetworkSpec spec, int rows) {
        Network network = Network.initialize(spec, 42);
        Batch batch = Batch.draw(spec, rows, 7);
        double[][] expected = new ReferenceNetwork(network.snapshot()).forward(batch.x(), false);
        float[] y = new float[rows * CLASSES];
        try (Workers workers = new Workers(1)) {
            new Predictor(network.snapshot(), 101, workers).predict(batch.flat(), rows, y);
        }
        for (int b = 0; b < rows; b++) {
            assertClose("row " + b, Arrays.copyOfRange(y, b * CLASSES, (b + 1) * CLASSES), expected[b], 1e-4);
        }
    }

    private static void assertAgrees(NetworkSpec spec, int rows) throws NonFiniteException {
        Network network = Network.initialize(spec, 42);
        ReferenceNetwork reference = new ReferenceNetwork(network.snapshot());
        Batch batch = Batch.draw(spec, rows, 7);
        double[][] y = reference.forward(batch.x(), true);
        ReferenceNetwork.Loss loss = ReferenceNetwork.crossEntropy(y, batch.labels(), 0);
        Map<String, double[]> expected = reference.backward(loss.gradient()).tensors();
        try (Workers workers = new Workers(1)) {
            TrainingStep step = new TrainingStep(
                    network,
                    recipe(new Optimizer.Sgd(0, 0), rows == ROWS ? rows : 101),
                    OptionalDouble.empty(),
                    workers,
                    0);
            Map<String, Tensor> gradients = Gradients.of(step, batch.flat(), batch.labels(), null, rows);
            assertThat(step.scores().loss()).isCloseTo(loss.value(), within(1e-5));
            assertThat(gradients.keySet()).isEqualTo(expected.keySet());
            gradients.forEach((name, tensor) -> assertClose(name, tensor.values(), expected.get(name), 1e-4));
        }
    }

    private static void assertClose(String name, float[] values, double[] expected, double tolerance) {
        double largest =
                Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
        for (int j = 0; j < expected.length; j++) {
            assertThat((double) values[j]).as("%s[%d]", name, j).isCloseTo(expected[j], within(tolerance * largest));
        }
    }

    static Stream<Optimizer> optimizers() {
        // Where ε is small, a gradient that is but rounding moves a weight as far as any other.
        return Stream.of(
                new Optimizer.AdamW(0.9, 0.999, 1e-3, 0.1),
                new Optimizer.Adam(0.8, 0.99, 1e-3, 0.1),
                new Optimizer.Sgd(0.9, 0.1));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void weights_and_running_statistics_after_five_steps_are_those_of_the_definition(Optimizer optimizer)
            throws NonFiniteException {
        LayerSpec layer = LayerSpec.plain(new BSpline(5, 3))
                .with(Map.of(
                        LayerField.SCALING, InputScaling.RUNNING_MIN_MAX,
                        LayerField.BASE, Activation.SILU,
                        LayerField.NORMALIZATION, Normalization.BATCH,
                        LayerField.ACTIVATION, Activation.PRELU))
                .withSizes(5, 6);
        NetworkSpec spec = new NetworkSpec(List.of(layer, layer.withSizes(6, 3)));
        String variance = LayerTensor.RUNNING_VARIANCE.name(0);
        Network network = Network.initialize(spec, 42);
        ReferenceNetwork reference = new ReferenceNetwork(network.snapshot());
        try (Workers workers = new Workers(1)) {
            TrainingStep step = new TrainingStep(network, recipe(optimizer), OptionalDouble.empty(), workers, 0);
            for (int s = 0; s < 5; s++) {
                // The last batch of an epoch may be of one sample, which has no variance.
                int rows = s == 3 ? 1 : ROWS;
                Tensor before = network.snapshot().tensor(variance);
                Batch batch = Batch.draw(spec, rows, s);
                step.step(batch.flat(), batch.labels(), null, rows, 1e-2);
                assertThat(network.snapshot().tensor(variance).equals(before)).isEqualTo(rows == 1);
                double[][] dy = ReferenceNetwork.crossEntropy(reference.forward(batch.x(), true), batch.labels(), 0)
                        .gradient();
                reference.update(optimizer, 1e-2, reference.backward(dy).tensors());
            }
        }
        network.snapshot()
                .tensors()
                .forEach((name, tensor) ->
                        assertClose(name, tensor.values(), reference.values().get(name), 1e-4));
    }

    @Test
    void weights_after_five_steps_by_squared_error_are_those_of_the_definition() throws NonFiniteException {
        LayerSpec layer = LayerSpec.plain(new Legendre(3))
                .with(Map.of(
                        LayerField.SCALING, InputScaling.TANH,
                        LayerField.BASE, Activation.SILU))
                .withSizes(5, 6);
        NetworkSpec spec = new NetworkSpec(List.of(layer, layer.withSizes(6, 2)));
        Optimizer optimizer = new Optimizer.AdamW(0.9, 0.999, 1e-3, 0.1);
        Network network = Network.initialize(spec, 42);
        ReferenceNetwork reference = new ReferenceNetwork(network.snapshot());
        Recipe recipe = recipe(optimizer).withLoss(Loss.MSE);
        SplittableRandom random = new SplittableRandom(3);
        try (Workers workers = new Workers(1)) {
            TrainingStep step = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 0);
            for (int s = 0; s < 5; s++) {
                Batch batch = Batch.draw(spec, ROWS, s);
                double[][] wanted = new double[ROWS][2];
                float[] numbers = new float[2 * ROWS];
                for (int n = 0; n < numbers.length; n++) {
                    numbers[n] = (float) random.nextDouble(-2, 2);
                    wanted[n / 2][n % 2] = numbers[n];
                }
                step.step(batch.flat(), null, numbers, ROWS, 1e-2);
                double[][] y = reference.forward(batch.x(), true);
                ReferenceNetwork.Loss loss = ReferenceNetwork.squaredError(y, wanted);
                assertThat(step.scores().loss()).isCloseTo(loss.value(), within(1e-5));
                for (int o = 0; o < 2; o++) {
                    double sum = 0;
                    for (int b = 0; b < ROWS; b++) {
                        sum += (y[b][o] - wanted[b][o]) * (y[b][o] - wanted[b][o]);
                    }
                    assertThat(step.scores().squaredErrors()[o]).isCloseTo(sum, within(1e-4));
                }
                reference.update(
                        optimizer, 1e-2, reference.backward(loss.gradient()).tensors());
            }
        }
        network.snapshot()
                .tensors()
                .forEach((name, tensor) ->
                        assertClose(name, tensor.values(), reference.values().get(name), 1e-4));
    }

    @Test
    void skipping_the_background_changes_nothing_but_rounding() throws NonFiniteException {
        for (Basis basis : BasisSamples.usual()) {
            for (InputScaling scaling : InputScaling.values()) {
                for (ConstantTerm constant : ConstantTerm.values()) {
                    assertBackgroundIsSkippedExactly(LayerSpec.plain(basis)
                            .with(Map.of(
                                    LayerField.SCALING,
                                    scaling,
                                    LayerField.BASE,
                                    Activation.SILU,
                                    LayerField.CONSTANT_TERM,
                                    constant,
                                    LayerField.BIAS,
                                    false,
                                    LayerField.ACTIVATION,
                                    Activation.SILU)));
                }
            }
        }
    }

    private static void assertBackgroundIsSkippedExactly(LayerSpec layer) throws NonFiniteException {
        NetworkSpec spec = new NetworkSpec(List.of(layer.withSizes(INPUTS, 70), layer.withSizes(70, CLASSES)));
        Batch inputs = Batch.draw(spec, ROWS, 11);
        for (int j = 0; j < inputs.flat().length; j++) {
            inputs.flat()[j] = j % 3 == 0 ? inputs.flat()[j] : -1;
        }
        try (Workers workers = new Workers(1)) {
            Map<String, Tensor> dense = gradients(spec, inputs, OptionalDouble.empty(), workers);
            Map<String, Tensor> sparse = gradients(spec, inputs, OptionalDouble.of(-1), workers);
            dense.forEach((name, tensor) -> {
                float largest = 1;
                for (float value : tensor.values()) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertThat(sparse.get(name).values())
                        .as("%s of %s", name, layer)
                        .usingComparatorWithPrecision(2e-5f * largest)
                        .containsExactly(tensor.values());
            });
        }
    }

    private static Map<String, Tensor> gradients(
            NetworkSpec spec, Batch inputs, OptionalDouble background, Workers workers) throws NonFiniteException {
        TrainingStep step =
                new TrainingStep(Network.initialize(spec, 5), recipe(new Optimizer.Sgd(0, 0)), background, workers, 0);
        return Gradients.of(step, inputs.flat(), inputs.labels(), null, ROWS);
    }

    private static Recipe recipe(Optimizer optimizer) {
        return recipe(optimizer, ROWS);
    }

    private static Recipe recipe(Optimizer optimizer, int batch) {
        return new Recipe(Loss.CROSS_ENTROPY, optimizer, 1e-3, new Schedule.Constant(), batch, 1);
    }
}
