package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSamples;
import org.kanworkbench.network.NetworkSamples.Batch;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.tensor.Tensor;

/** What skips the background of images, and what threads share. */
class StemTest {

    private static final int ROWS = 5;
    private static final int CLASSES = 3;

    @Test
    void a_row_is_answered_alike_alone_in_a_batch_and_by_any_number_of_threads() {
        NetworkSpec spec = NetworkSamples.under(new Convolutions(28, 28, List.of(16, 32)));
        Model model = Network.initialize(spec, 3).snapshot();
        Batch batch = Batch.draw(spec, ROWS, 9);
        float[] together = new float[ROWS * CLASSES];
        try (Workers one = new Workers(1);
                Workers three = new Workers(3)) {
            new Predictor(model, ROWS, three).predict(batch.flat(), ROWS, together);
            Predictor single = new Predictor(model, 1, one);
            for (int b = 0; b < ROWS; b++) {
                float[] row = new float[spec.inputs()];
                System.arraycopy(batch.flat(), b * row.length, row, 0, row.length);
                float[] alone = new float[CLASSES];
                single.predict(row, 1, alone);
                assertThat(alone).containsExactly(together[b * 3], together[b * 3 + 1], together[b * 3 + 2]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.kanworkbench.network.NetworkSamples#stems")
    void skipping_the_background_changes_no_output_and_gradients_by_rounding_alone(NetworkSpec spec)
            throws NonFiniteException {
        Batch batch = Batch.draw(spec, ROWS, 5);
        // Foreground in one corner and in one pixel of the middle.
        int width = spec.stem() instanceof Convolutions c ? c.width() : spec.inputs();
        for (int j = 0; j < batch.flat().length; j++) {
            int pixel = j % spec.inputs();
            boolean kept = pixel / width < 2 && pixel % width < 3 || pixel == spec.inputs() / 2;
            batch.flat()[j] = kept ? batch.flat()[j] : -1;
        }
        float[][] logits = new float[2][];
        List<Map<String, Tensor>> gradients = new ArrayList<>();
        try (Workers workers = new Workers(1)) {
            for (int k = 0; k < 2; k++) {
                OptionalDouble background = k == 0 ? OptionalDouble.empty() : OptionalDouble.of(-1);
                TrainingStep step = new TrainingStep(
                        Network.initialize(spec, 8), Gradients.recipe(recipe()), background, workers, 0);
                gradients.add(Gradients.of(step, batch.flat(), batch.labels(), null, ROWS));
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

    @ParameterizedTest
    @MethodSource("org.kanworkbench.network.NetworkSamples#stems")
    void training_gives_the_same_bits_on_any_number_of_threads(NetworkSpec spec) throws NonFiniteException {
        Batch batch = Batch.draw(spec, ROWS, 9);
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
                step.step(batch.flat(), batch.labels(), null, ROWS, 1e-2);
            }
        }
        return network.snapshot();
    }

    private static Recipe recipe() {
        return new Recipe(Loss.CROSS_ENTROPY, new Optimizer.AdamW(0), 1e-3, new Schedule.Constant(), ROWS, 1);
    }
}
