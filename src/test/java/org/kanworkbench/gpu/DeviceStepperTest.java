package org.kanworkbench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.engine.Gradients;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;
import org.kanworkbench.training.VectorEngine;

/** Steps on a device beside the vector engine's, which is held to the definition: same weights, same draws. */
@Timeout(240)
public class DeviceStepperTest {

    private static final int ROWS = 70;
    private static final int INPUTS = 64;
    private static final int CLASSES = 10;
    private static final double RATE = 1e-3;

    private final float[] x = rows();
    private final int[] labels = new int[ROWS];
    private final Features features = new FloatFeatures(x, INPUTS);

    /** More than a group has, and no multiple of it. */
    private static float[] rows() {
        SplittableRandom random = new SplittableRandom(4);
        float[] x = new float[ROWS * INPUTS];
        for (int n = 0; n < x.length; n++) {
            x[n] = random.nextInt(3) == 0 ? (float) random.nextDouble() : 0;
        }
        return x;
    }

    private Task task(Model model, Recipe recipe, Workers workers) {
        for (int r = 0; r < ROWS; r++) {
            labels[r] = r % CLASSES;
        }
        return new Task(model, recipe, 7, Optional.empty(), Optional.empty(), features, features, ROWS, workers);
    }

    private static Model model(Preset preset) {
        NetworkSpec spec = preset.network(INPUTS, List.of(9), CLASSES);
        return Network.initialize(spec, 2).snapshot();
    }

    /** With an ε that keeps the rounding of small gradients small. */
    private static Recipe recipe(Preset preset) {
        return preset.recipe()
                .with(Map.of(RecipeField.BATCH, ROWS, RecipeField.AVERAGING, 0.9))
                .withLoss(Loss.CROSS_ENTROPY);
    }

    private static Recipe steady(Recipe recipe) {
        Optimizer steady = new Optimizer.AdamW(0.9, 0.999, 1e-3, 0.1);
        return new Recipe(
                recipe.loss(),
                steady,
                recipe.learningRate(),
                recipe.schedule(),
                recipe.batch(),
                recipe.epochs(),
                recipe.augmentation(),
                recipe.labelSmoothing(),
                recipe.averaging(),
                recipe.selection(),
                recipe.gridUpdate(),
                recipe.gridRefinement(),
                recipe.sparsity());
    }

    /** One of every kind; all of them with {@code -Dopencl.samples=all}. */
    private static final Set<String> CHOSEN = Set.of(
            "kal-net",
            "torchkan",
            "efficient-kan",
            "legendvolver",
            "bsrbf-kan",
            "sine-kan",
            "relu-kan",
            "gr-kan",
            "wav-kan",
            "wav-kan-faithful",
            "lazy-kan",
            "kal-net-faithful",
            "kanvolver-faithful",
            "conv-kal",
            "conv-kagn",
            "fast-kan-faithful");

    static Stream<Preset> presets() {
        return Presets.ALL.stream().filter(preset -> SomeDevice.tryAll() || CHOSEN.contains(preset.name()));
    }

    @ParameterizedTest
    @MethodSource("presets")
    void steps_of_presets_give_the_vector_engines_weights(Preset preset) throws NonFiniteException {
        check(SomeDevice.orSkip(), preset);
    }

    /** Holds steps on a device to the vector engine's. */
    public static void check(ComputeDevice device, Preset preset) throws NonFiniteException {
        new DeviceStepperTest().holdSteps(device, preset, recipe(preset));
    }

    /** The same with a sparsity penalty. */
    @ParameterizedTest
    @ValueSource(strings = {"torchkan", "gr-kan"})
    void steps_with_a_sparsity_penalty_give_the_vector_engines_weights(String name) throws NonFiniteException {
        checkSparse(SomeDevice.orSkip(), Preset.named(name).orElseThrow());
    }

    public static void checkSparse(ComputeDevice device, Preset preset) throws NonFiniteException {
        new DeviceStepperTest().holdSteps(device, preset, sparse(recipe(preset)));
    }

    /** With all that a sparsity penalty has. */
    private static Recipe sparse(Recipe recipe) {
        return recipe.with(Map.of(
                RecipeField.SPARSITY, 0.1,
                RecipeField.SPARSITY_L1, 1.0,
                RecipeField.SPARSITY_ENTROPY, 2.0,
                RecipeField.SPARSITY_COEFFICIENT, 0.2,
                RecipeField.SPARSITY_DIFFERENCE, 0.3));
    }

    /** Of weights, scales, norms and values of the basis in three layers; also of a single row, which has no deviation. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kal-net",
                "torchkan",
                "efficient-kan-faithful",
                "bsrbf-kan-faithful",
                "kac-net-faithful",
                "sine-kan",
                "gr-kan",
                "kanvolver-faithful",
                "mlp"
            })
    void a_sparsity_penalty_and_its_gradients_are_the_vector_engines(String name) throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Preset preset = Preset.named(name).orElseThrow();
        Model model = Network.initialize(preset.network(INPUTS, List.of(9, 7), CLASSES), 2)
                .snapshot();
        Recipe recipe = Gradients.recipe(sparse(recipe(preset)));
        try (Workers workers = new Workers(1)) {
            Task task = task(model, recipe, workers);
            TrainingStep vector = new TrainingStep(Network.of(model), recipe, OptionalDouble.of(0), workers, 7);
            try (DeviceStepper other = new DeviceStepper(device, new AtomicLong(), task)) {
                for (int rows : new int[] {ROWS, 1}) {
                    Map<String, Tensor> expected = Gradients.of(vector, x, labels, null, rows);
                    double penalty = vector.penalty();
                    Gradients.of(other, x, labels, null, rows).forEach((tensor, gradient) -> {
                        float[] wanted = expected.get(tensor).values();
                        GpuGradientTest.assertClose(
                                tensor + " of " + rows + " rows",
                                gradient.values(),
                                IntStream.range(0, wanted.length)
                                        .mapToDouble(n -> wanted[n])
                                        .toArray());
                    });
                    assertThat(other.penalty(rows)).isCloseTo(penalty, within(1e-4 * penalty));
                }
            }
        }
    }

    private void holdSteps(ComputeDevice device, Preset preset, Recipe usual) throws NonFiniteException {
        Recipe recipe = steady(usual);
        try (Workers workers = new Workers(1)) {
            Task task = task(model(preset), recipe, workers);
            try (Stepper vector = new VectorEngine().begin(task);
                    Stepper other = new DeviceStepper(device, new AtomicLong(), task)) {
                // The last batch of an epoch may be of one sample.
                for (int rows : new int[] {ROWS, ROWS - 1, 1, ROWS - 2}) {
                    vector.step(x, labels, null, rows, RATE);
                    other.step(x, labels, null, rows, RATE);
                    assertThat(other.scores().loss()).isCloseTo(vector.scores().loss(), within(1e-3));
                    assertThat(other.scores().correct())
                            .isEqualTo(vector.scores().correct());
                }
                assertClose(other.trained(), vector.trained());
                assertClose(other.scored(), vector.scored());
                assertThat(other.edgesTo(0, 3).tensors())
                        .containsOnlyKeys(vector.edgesTo(0, 3).tensors().keySet());
                assertThat(answers(other)).containsExactly(answers(vector), Offset.offset(5e-3f));
            }
        }
    }

    private float[] answers(Stepper stepper) {
        float[] answers = new float[ROWS * CLASSES];
        stepper.inference().predict(x, ROWS, answers);
        return answers;
    }

    /** Of fewer rows than a batch has, a product may have more sums, in more slices of its inputs. */
    @ParameterizedTest
    @ValueSource(ints = {32, 160, 250, 320})
    void fewer_rows_than_a_batch_has_are_scored_as_the_vector_engine_does(int rows) {
        ComputeDevice device = SomeDevice.orSkip();
        int batch = 320;
        int inputs = 784;
        SplittableRandom random = new SplittableRandom(5);
        float[] many = new float[batch * inputs];
        for (int n = 0; n < many.length; n++) {
            many[n] = (float) random.nextDouble();
        }
        Features all = new FloatFeatures(many, inputs);
        Preset preset = Preset.named("kal-net").orElseThrow();
        Model model = Network.initialize(preset.network(inputs, List.of(64), CLASSES), 2)
                .snapshot();
        Recipe recipe = preset.recipe().with(RecipeField.BATCH, batch);
        float[] expected = new float[rows * CLASSES];
        float[] actual = new float[rows * CLASSES];
        try (Workers workers = new Workers(1)) {
            Task task = new Task(model, recipe, 7, Optional.empty(), Optional.empty(), all, all, batch, workers);
            try (Stepper vector = new VectorEngine().begin(task);
                    Stepper other = new DeviceStepper(device, new AtomicLong(), task)) {
                vector.inference().predict(many, rows, expected);
                other.inference().predict(many, rows, actual);
            }
        }
        assertThat(actual).containsExactly(expected, Offset.offset(1e-4f));
    }

    /** As a run does that was stopped. */
    @ParameterizedTest
    @ValueSource(strings = {"conv-kagn", "kanvolver-faithful"})
    void steps_repeat_and_go_on_from_a_checkpoint_to_the_same_bits(String name) throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Preset preset = Preset.named(name).orElseThrow();
        try (Workers workers = new Workers(1)) {
            Task task = task(model(preset), recipe(preset), workers);
            try (Stepper whole = new DeviceStepper(device, new AtomicLong(), task);
                    Stepper begun = new DeviceStepper(device, new AtomicLong(), task)) {
                for (int s = 0; s < 2; s++) {
                    whole.step(x, labels, null, ROWS - s, RATE);
                    begun.step(x, labels, null, ROWS - s, RATE);
                }
                Task rest = task.at(begun.trained(), begun.optimizerState(), begun.average());
                try (Stepper resumed = new DeviceStepper(device, new AtomicLong(), rest)) {
                    whole.step(x, labels, null, ROWS, RATE);
                    begun.step(x, labels, null, ROWS, RATE);
                    resumed.step(x, labels, null, ROWS, RATE);
                    assertThat(begun.trained()).isEqualTo(whole.trained());
                    assertThat(resumed.trained()).isEqualTo(whole.trained());
                    assertThat(resumed.scored()).isEqualTo(whole.scored());
                }
            }
        }
    }

    @Test
    void squared_errors_are_the_vector_engines() throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Preset preset = Preset.named("kal-net").orElseThrow();
        Recipe recipe = steady(recipe(preset)).withLoss(Loss.MSE);
        SplittableRandom random = new SplittableRandom(6);
        float[] numbers = new float[ROWS * CLASSES];
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = (float) random.nextDouble(-2, 2);
        }
        try (Workers workers = new Workers(1)) {
            Task task = task(model(preset), recipe, workers);
            try (Stepper vector = new VectorEngine().begin(task);
                    Stepper other = new DeviceStepper(device, new AtomicLong(), task)) {
                for (Stepper stepper : List.of(vector, other)) {
                    stepper.step(x, null, numbers, ROWS, RATE);
                    stepper.step(x, null, numbers, ROWS, RATE);
                }
                assertThat(other.scores().loss()).isCloseTo(vector.scores().loss(), within(1e-4));
                assertThat(other.scores().squaredErrors())
                        .containsExactly(vector.scores().squaredErrors(), Offset.offset(1e-2));
                assertClose(other.trained(), vector.trained());
            }
        }
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(new Optimizer.Adam(0.8, 0.99, 1e-3, 0.1), new Optimizer.Sgd(0.9, 0.1));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void other_optimisers_move_weights_as_the_vector_engines(Optimizer optimizer) throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Recipe recipe = new Recipe(Loss.CROSS_ENTROPY, optimizer, RATE, new Schedule.Constant(), ROWS, 1);
        try (Workers workers = new Workers(1)) {
            Task task = task(model(Preset.named("efficient-kan").orElseThrow()), recipe, workers);
            try (Stepper vector = new VectorEngine().begin(task);
                    Stepper other = new DeviceStepper(device, new AtomicLong(), task)) {
                for (int s = 0; s < 3; s++) {
                    vector.step(x, labels, null, ROWS, 1e-2);
                    other.step(x, labels, null, ROWS, 1e-2);
                }
                assertClose(other.trained(), vector.trained());
                Map<String, Tensor> moments = vector.optimizerState().first();
                assertThat(other.optimizerState().first()).containsOnlyKeys(moments.keySet());
            }
        }
    }

    @Test
    void numbers_that_are_not_finite_stop_a_step_before_any_weight_moves() {
        ComputeDevice device = SomeDevice.orSkip();
        Preset preset = Preset.named("kal-net").orElseThrow();
        Model model = model(preset);
        Map<String, Tensor> broken = new LinkedHashMap<>(model.tensors());
        Tensor weights = model.tensor("layers.0.basis_weight");
        float[] values = weights.values().clone();
        values[0] = Float.NaN;
        broken.put("layers.0.basis_weight", new Tensor(weights.shape(), values));
        Model start = new Model(model.network(), broken);
        try (Workers workers = new Workers(1);
                Stepper other = new DeviceStepper(device, new AtomicLong(), task(start, recipe(preset), workers))) {
            assertThatThrownBy(() -> other.step(x, labels, null, ROWS, RATE))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageContaining("loss is NaN");
            assertThat(other.optimizerState().steps()).isZero();
            assertThat(other.trained().tensor("layers.1.basis_weight"))
                    .isEqualTo(start.tensor("layers.1.basis_weight"));
        }
    }

    @Test
    void a_sparsity_penalty_that_is_not_finite_stops_a_step_before_any_weight_moves() throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Preset preset = Preset.named("efficient-kan-faithful").orElseThrow();
        Model model = model(preset);
        Map<String, Tensor> large = new LinkedHashMap<>(model.tensors());
        Tensor weights = model.tensor("layers.1.basis_weight");
        float[] values = weights.values().clone();
        // Its square is beyond all floats.
        values[4] = 1e25f;
        large.put("layers.1.basis_weight", new Tensor(weights.shape(), values));
        Model start = new Model(model.network(), large);
        try (Workers workers = new Workers(1);
                Stepper plain = new DeviceStepper(device, new AtomicLong(), task(start, recipe(preset), workers));
                Stepper sparse =
                        new DeviceStepper(device, new AtomicLong(), task(start, sparse(recipe(preset)), workers))) {
            plain.step(x, labels, null, ROWS, RATE);
            assertThatThrownBy(() -> sparse.step(x, labels, null, ROWS, RATE))
                    .isInstanceOf(NonFiniteException.class)
                    .hasMessageStartingWith("sparsity penalty is ");
            assertThat(sparse.trained()).isEqualTo(start);
        }
    }

    /**
     * But for few that rounding has sent elsewhere, where two pixels of a pool or the sides of a ReLU are equal to the last
     * digit: by less than three steps.
     */
    private static void assertClose(Model actual, Model expected) {
        assertThat(actual.tensors()).containsOnlyKeys(expected.tensors().keySet());
        expected.tensors().forEach((name, tensor) -> {
            float[] values = actual.tensor(name).values();
            int apart = 0;
            for (int n = 0; n < values.length; n++) {
                double size = Math.max(1, Math.abs(tensor.values()[n]));
                double distance = Math.abs(values[n] - tensor.values()[n]) / size;
                assertThat(distance).as("%s[%d]", name, n).isLessThan(3 * RATE);
                apart += distance > 2e-4 ? 1 : 0;
            }
            assertThat(apart).as(name).isLessThanOrEqualTo(values.length / 50);
        });
    }
}
