package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;

class DeterminismTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kal-net",
                "torchkan",
                "efficient-kan",
                "kag-net",
                "kac-net-faithful",
                "mlp",
                "fast-kan",
                "relu-kan"
            })
    void the_same_seed_gives_the_same_bits_whatever_the_thread_count(String preset) throws NonFiniteException {
        Model one = train(preset, 1, 3);
        assertThat(train(preset, 1, 3)).isEqualTo(one);
        assertThat(train(preset, 2, 3)).isEqualTo(one);
        assertThat(train(preset, 3, 3)).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "mlp"})
    void another_seed_gives_other_weights(String preset) throws NonFiniteException {
        assertThat(train(preset, 1, 4)).isNotEqualTo(train(preset, 1, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "torchkan", "efficient-kan", "kag-net", "mlp"})
    void a_row_is_answered_alike_alone_and_in_a_batch(String preset) throws NonFiniteException {
        Model model = train(preset, 1, 3);
        float[] x = inputs(new SplittableRandom(9), 40);
        float[] together = new float[40 * 10];
        float[] alone = new float[10];
        try (Workers workers = new Workers(1)) {
            new Predictor(model, 40, OptionalDouble.of(-1), workers).predict(x, 40, together);
            Predictor single = new Predictor(model, 1, workers);
            for (int b = 0; b < 40; b++) {
                float[] row = Arrays.copyOfRange(x, b * 784, (b + 1) * 784);
                single.predict(row, 1, alone);
                for (int o = 0; o < 10; o++) {
                    assertThat(alone[o]).isCloseTo(together[b * 10 + o], Offset.offset(1e-4f));
                }
            }
        }
    }

    private static Model train(String name, int threads, long seed) throws NonFiniteException {
        Preset preset = Preset.named(name).orElseThrow();
        Network network = Network.initialize(preset.network(784, List.of(64, 20), 10), seed);
        SplittableRandom random = new SplittableRandom(1);
        try (Workers workers = new Workers(threads)) {
            TrainingStep step = new TrainingStep(network, preset.recipe(), OptionalDouble.of(-1), workers, seed);
            for (int s = 0; s < 12; s++) {
                float[] x = inputs(random, 64);
                int[] labels = random.ints(64, 0, 10).toArray();
                step.step(x, labels, null, s == 11 ? 30 : 64, 1e-3);
            }
        }
        return network.snapshot();
    }

    /** Pictures with a background, like digits. */
    private static float[] inputs(SplittableRandom random, int rows) {
        float[] x = new float[rows * 784];
        for (int j = 0; j < x.length; j++) {
            x[j] = random.nextInt(5) > 0 ? -1 : (float) random.nextDouble(-1, 1);
        }
        return x;
    }
}
