package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.Augmentation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.Convolutions;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Loss;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Optimizer;
import org.kanworkbench.network.PositionalEncoding;
import org.kanworkbench.network.Recipe;
import org.kanworkbench.network.Schedule;
import org.kanworkbench.network.Stem;
import org.kanworkbench.network.Tensor;

/** Holds stems and the layer above them against the definition, and its gradients against difference quotients. */
class StemGradientTest {

    private static final int ROWS = 5;
    private static final int CLASSES = 3;
    private static final double DIFFERENCE = 1e-6;

    static Stream<Stem> stems() {
        return Stream.of(
                new PositionalEncoding(),
                new Convolutions(6, 8, List.of(3)),
                new Convolutions(6, 8, List.of(16)),
                new Convolutions(6, 8, List.of(4, 5)),
                new Convolutions(7, 9, List.of(17, 33)),
                new Convolutions(14, 12, List.of(3, 4, 5)));
    }

    @ParameterizedTest
    @MethodSource("stems")
    void outputs_and_gradients_agree_with_the_definition(Stem stem) throws NonFiniteException {
        NetworkSpec spec = network(stem);
        Network network = Network.initialize(spec, 42);
        ReferenceNetwork reference = new ReferenceNetwork(network.snapshot());
        Batch batch = Batch.draw(spec.inputs(), 7);
        try (Workers workers = new Workers(1)) {
            TrainingStep step = new TrainingStep(network, recipe(), OptionalDouble.empty(), workers, 0);
            Map<String, Tensor> gradients = step.gradients(batch.flat, batch.labels, null, ROWS);
            assertThat(step.loss()).isCloseTo(reference.crossEntropy(batch.x, batch.labels), Offset.offset(1e-5));
            gradients.forEach((name, tensor) -> assertGradient(reference, batch, name, tensor.values()));
        }
    }

    private static void assertGradient(ReferenceNetwork reference, Batch batch, String name, float[] gradient) {
        double[] values = reference.values.get(name);
        for (int j = 0; j < values.length; j++) {
            double kept = values[j];
            values[j] = kept + DIFFERENCE;
            double above = reference.crossEntropy(batch.x, batch.labels);
            values[j] = kept - DIFFERENCE;
            double below = reference.crossEntropy(batch.x, batch.labels);
            values[j] = kept;
            assertThat((double) gradient[j])
                    .as("%s[%d]", name, j)
                    .isCloseTo((above - below) / (2 * DIFFERENCE), Offset.offset(2e-5));
        }
    }

    @Test
    void a_row_is_answered_alike_alone_in_a_batch_and_by_any_number_of_threads() {
        NetworkSpec spec = network(new Convolutions(28, 28, List.of(16, 32)));
        Model model = Network.initialize(spec, 3).snapshot();
        Batch batch = Batch.draw(spec.inputs(), 9);
        float[] together = new float[ROWS * CLASSES];
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            new Predictor(model, ROWS, three).predict(batch.flat, ROWS, together);
            Predictor single = new Predictor(model, 1, one);
            for (int b = 0; b < ROWS; b++) {
                float[] row = new float[spec.inputs()];
                System.arraycopy(batch.flat, b * row.length, row, 0, row.length);
                float[] alone = new float[CLASSES];
                single.predict(row, 1, alone);
                assertThat(alone).containsExactly(together[b * 3], together[b * 3 + 1], together[b * 3 + 2]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("stems")
    void skipping_the_background_changes_no_output_and_gradients_by_rounding_alone(Stem stem)
            throws NonFiniteException {
        NetworkSpec spec = network(stem);
        Batch batch = Batch.draw(spec.inputs(), 5);
        // Foreground in one corner and in one pixel of the middle.
        int width = stem instanceof Convolutions c ? c.width() : spec.inputs();
        for (int j = 0; j < batch.flat.length; j++) {
            int pixel = j % spec.inputs();
            boolean kept = pixel / width < 2 && pixel % width < 3 || pixel == spec.inputs() / 2;
            batch.flat[j] = kept ? batch.flat[j] : -1;
        }
        float[][] logits = new float[2][];
        List<Map<String, Tensor>> gradients = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            for (int k = 0; k < 2; k++) {
                OptionalDouble background = k == 0 ? OptionalDouble.empty() : OptionalDouble.of(-1);
                TrainingStep step = new TrainingStep(Network.initialize(spec, 8), recipe(), background, workers, 0);
                gradients.add(step.gradients(batch.flat, batch.labels, null, ROWS));
                logits[k] = step.outputs(ROWS);
            }
        }
        assertThat(logits[1]).containsExactly(logits[0]);
        gradients
                .get(0)
                .forEach((name, tensor) -> assertThat(gradients.get(1).get(name).values())
                        .as(name)
                        .usingComparatorWithPrecision(1e-6f)
                        .containsExactly(tensor.values()));
    }

    @Test
    void training_gives_the_same_bits_on_any_number_of_threads() throws NonFiniteException {
        NetworkSpec spec = network(new Convolutions(28, 28, List.of(16, 32)));
        Batch batch = Batch.draw(spec.inputs(), 9);
        Model first = trained(spec, batch, 1);
        Model second = trained(spec, batch, 3);
        first.tensors()
                .forEach((name, tensor) ->
                        assertThat(second.tensor(name).values()).as(name).containsExactly(tensor.values()));
    }

    private static Model trained(NetworkSpec spec, Batch batch, int threads) throws NonFiniteException {
        Network network = Network.initialize(spec, 1);
        try (Workers workers = new Workers(threads)) {
            TrainingStep step = new TrainingStep(network, recipe(), OptionalDouble.empty(), workers, 0);
            for (int s = 0; s < 3; s++) {
                step.step(batch.flat, batch.labels, ROWS, 1e-2);
            }
        }
        return network.snapshot();
    }

    static NetworkSpec network(Stem stem) {
        int inputs = stem instanceof Convolutions c ? c.height() * c.width() : 6;
        LayerSpec layer = new LayerSpec(
                stem.features(inputs),
                CLASSES,
                new Legendre(2),
                InputScaling.ROW_MIN_MAX,
                Activation.SILU,
                ConstantTerm.PER_EDGE,
                false,
                Normalization.NONE,
                Activation.IDENTITY,
                0);
        return new NetworkSpec(stem, List.of(layer));
    }

    private static Recipe recipe() {
        return new Recipe(
                Loss.CROSS_ENTROPY,
                new Optimizer.AdamW(0),
                1e-3,
                new Schedule.Constant(),
                ROWS,
                1,
                Augmentation.NONE,
                0);
    }

    private record Batch(double[][] x, float[] flat, int[] labels) {

        static Batch draw(int inputs, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] x = new double[ROWS][inputs];
            float[] flat = new float[ROWS * inputs];
            int[] labels = new int[ROWS];
            for (int b = 0; b < ROWS; b++) {
                for (int i = 0; i < inputs; i++) {
                    flat[b * inputs + i] = (float) random.nextDouble(-1, 1);
                    x[b][i] = flat[b * inputs + i];
                }
                labels[b] = random.nextInt(CLASSES);
            }
            return new Batch(x, flat, labels);
        }
    }
}
