package org.kanworkbench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.ShuffledBatches;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.gpu.device.ComputeDevice;
import org.kanworkbench.gpu.device.Context;
import org.kanworkbench.network.Field;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Stepper;
import org.kanworkbench.training.Task;

/** Batches that a device takes itself from examples which it holds, against the same batches handed over row by row. */
@Timeout(240)
class HeldExamplesTest {

    private static final int SIDE = 6;
    private static final int ROWS = 80;
    private static final int BATCH = 32;
    private static final double RATE = 1e-3;

    private static Dataset images(int colours, boolean background) {
        SplittableRandom random = new SplittableRandom(5);
        byte[] bytes = new byte[ROWS * SIDE * SIDE * colours];
        for (int n = 0; n < bytes.length; n++) {
            bytes[n] = background && random.nextInt(2) == 0 ? 0 : (byte) (1 + random.nextInt(255));
        }
        Examples examples = new Examples(ByteFeatures.pixels(bytes, SIDE * SIDE * colours), labels());
        return new Dataset(
                "images",
                examples,
                examples,
                Optional.of(new Dataset.ImageShape(SIDE, SIDE, colours)),
                List.of("a", "b"));
    }

    private static int[] labels() {
        return IntStream.range(0, ROWS).map(row -> row % 2).toArray();
    }

    private static Dataset table(boolean numbers) {
        SplittableRandom random = new SplittableRandom(6);
        float[] x = new float[ROWS * 3];
        float[] y = new float[ROWS * 2];
        for (int n = 0; n < x.length; n++) {
            x[n] = (float) random.nextDouble(-2, 2);
        }
        for (int n = 0; n < y.length; n++) {
            y[n] = (float) random.nextDouble(-2, 2);
        }
        Features features = new FloatFeatures(x, 3);
        Examples examples = numbers ? new Examples(features, new int[0], y) : new Examples(features, labels());
        ColumnScaling.Column column = new ColumnScaling.Column("y", 0, 1);
        return new Dataset(
                "table",
                examples,
                examples,
                Optional.empty(),
                numbers
                        ? new Target.Numbers(new ColumnScaling(List.of(column, column)))
                        : new Target.Classes(List.of("a", "b")),
                Optional.empty());
    }

    private static Recipe recipe(String preset, Map<Field<?>, ?> fields) {
        return Preset.named(preset)
                .orElseThrow()
                .recipe()
                .with(Map.of(RecipeField.BATCH, BATCH, RecipeField.SHIFT, 0.0))
                .with(fields);
    }

    static Stream<Arguments> cases() {
        Map<Field<?>, ?> shift = Map.of(RecipeField.SHIFT, 2.5);
        Map<Field<?>, ?> turn = Map.of(RecipeField.SHIFT, 1.0, RecipeField.ROTATION, 20.0, RecipeField.SCALE, 0.2);
        return Stream.of(
                Arguments.of("kal-net", images(1, true), Map.of(), 0.0),
                Arguments.of("kal-net", images(1, true), shift, 0.0),
                Arguments.of("kal-net", images(3, false), shift, 0.0),
                Arguments.of("kal-net", images(1, true), turn, 1e-4),
                Arguments.of("kal-net", images(3, false), turn, 1e-4),
                Arguments.of("lazy-kan", table(false), Map.of(), 0.0),
                Arguments.of("kal-net", table(true), Map.of(), 0.0));
    }

    private static Task task(Model model, Recipe recipe, Dataset dataset, Workers workers) {
        Features features = dataset.train().features();
        return new Task(model, recipe, 7, Optional.empty(), Optional.empty(), features, features, BATCH, workers);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void steps_are_those_of_rows_that_are_handed_over(
            String preset, Dataset dataset, Map<Field<?>, ?> fields, double tolerance) throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        boolean numbers = dataset.target() instanceof Target.Numbers;
        Recipe recipe = recipe(preset, fields).withLoss(dataset.target().loss());
        Model model = InitialModel.of(preset, dataset.inputs(), List.of(9), dataset.outputs(), 2);
        ShuffledBatches handed = ShuffledBatches.of(dataset, recipe, 11);
        ShuffledBatches held = ShuffledBatches.of(dataset, recipe, 11);
        float[] x = new float[BATCH * dataset.inputs()];
        int[] labels = new int[BATCH];
        float[] targets = new float[BATCH * dataset.outputs()];
        try (Workers workers = new Workers(1);
                Stepper other = new DeviceStepper(device, new AtomicLong(), task(model, recipe, dataset, workers));
                Stepper stepper = new DeviceStepper(device, new AtomicLong(), task(model, recipe, dataset, workers))) {
            assertThat(stepper.holds(held)).isTrue();
            for (int epoch = 0; epoch < 3; epoch++) {
                handed.startEpoch(epoch);
                held.startEpoch(epoch);
                double[] losses = new double[3];
                int[] correct = new int[3];
                for (int step = 0; step < 3; step++) {
                    int rows = next(handed, x, labels);
                    if (numbers) {
                        handed.numbers(targets);
                        other.step(x, null, targets, rows, RATE);
                    } else {
                        other.step(x, labels, null, rows, RATE);
                    }
                    losses[step] = other.scores().loss();
                    correct[step] = other.scores().correct();
                    assertThat(held.next()).isEqualTo(rows);
                    stepper.step(rows, RATE);
                }
                assertThat(stepper.settle()).isEqualTo(3);
                for (int step = 0; step < 3; step++) {
                    stepper.show(step);
                    assertThat(stepper.scores().loss()).isCloseTo(losses[step], within(tolerance));
                    assertThat(tolerance > 0 || stepper.scores().correct() == correct[step])
                            .isTrue();
                }
            }
            other.trained().tensors().forEach((name, tensor) -> {
                float[] values = stepper.trained().tensor(name).values();
                for (int n = 0; n < values.length; n++) {
                    // Of gradients near 0, Adam's steps have their full length whatever the sign.
                    assertThat((double) values[n])
                            .as("%s[%d]", name, n)
                            .isCloseTo(tensor.values()[n], within(tolerance == 0 ? 0 : 6 * RATE));
                }
            });
        }
    }

    /** A device with hardly any memory. */
    private record Small(ComputeDevice real) implements ComputeDevice {
        @Override
        public String name() {
            return real.name();
        }

        @Override
        public String driver() {
            return real.driver();
        }

        @Override
        public long bytes() {
            return 4096;
        }

        @Override
        public int units() {
            return real.units();
        }

        @Override
        public Optional<String> lack() {
            return real.lack();
        }

        @Override
        public Context open() {
            return real.open();
        }
    }

    @Test
    void examples_that_the_device_has_no_memory_for_are_handed_over() throws NonFiniteException {
        ComputeDevice real = SomeDevice.orSkip();
        ComputeDevice small = new Small(real);
        Dataset dataset = images(1, true);
        Recipe recipe = recipe("kal-net", Map.of());
        Model model = InitialModel.of("kal-net", dataset.inputs(), 2, 2);
        ShuffledBatches batches = ShuffledBatches.of(dataset, recipe, 11);
        try (Workers workers = new Workers(1);
                Stepper stepper = new DeviceStepper(small, new AtomicLong(), task(model, recipe, dataset, workers))) {
            assertThat(stepper.holds(batches)).isFalse();
            float[] x = new float[BATCH * dataset.inputs()];
            int[] labels = new int[BATCH];
            batches.startEpoch(0);
            stepper.step(x, labels, null, next(batches, x, labels), RATE);
            assertThat(stepper.scores().loss()).isPositive();
        }
    }

    @Test
    void a_step_is_eight_launches_and_sends_nothing() throws NonFiniteException {
        ComputeDevice device = SomeDevice.orSkip();
        Dataset dataset = images(1, true);
        Recipe recipe = recipe("kal-net", Map.of(RecipeField.SHIFT, 1.0));
        Model model = InitialModel.of("kal-net", dataset.inputs(), 2, 2);
        ShuffledBatches held = ShuffledBatches.of(dataset, recipe, 11);
        try (Workers workers = new Workers(1);
                Stepper stepper = new DeviceStepper(device, new AtomicLong(), task(model, recipe, dataset, workers))) {
            assertThat(stepper.holds(held)).isTrue();
            held.startEpoch(0);
            stepper.step(held.next(), RATE);
            Stepper.Traffic before = stepper.traffic().orElseThrow();
            stepper.step(held.next(), RATE);
            stepper.step(held.next(), RATE);
            Stepper.Traffic steps = stepper.traffic().orElseThrow().minus(before);
            assertThat(steps.launches()).isLessThanOrEqualTo(2 * 8);
            assertThat(steps.bytes()).isZero();
            assertThat(stepper.settle()).isEqualTo(3);
        }
    }

    private static int next(ShuffledBatches batches, float[] x, int[] labels) {
        int rows = batches.next(labels);
        for (int part = 0; part < ShuffledBatches.PARTS; part++) {
            batches.fill(part, x);
        }
        return rows;
    }
}
