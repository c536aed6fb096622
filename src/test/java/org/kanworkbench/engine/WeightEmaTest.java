package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;

class WeightEmaTest {

    private static final int INPUTS = 5;
    private static final int CLASSES = 3;

    /** With every kind of weight and of running statistics. */
    private static final NetworkSpec NETWORK = new NetworkSpec(List.of(
            LayerSpec.plain(new Legendre(2))
                    .with(Map.of(
                            LayerField.SCALING, InputScaling.RUNNING_MIN_MAX,
                            LayerField.BASE, Activation.SILU,
                            LayerField.NORMALIZATION, Normalization.BATCH,
                            LayerField.ACTIVATION, Activation.PRELU))
                    .withSizes(INPUTS, 11),
            LayerSpec.plain(new BSpline(3, 2))
                    .with(Map.of(
                            LayerField.SCALING, InputScaling.TANH,
                            LayerField.BASE, Activation.SILU))
                    .withSizes(11, CLASSES)
                    .with(LayerField.EDGE_SCALE, true)));

    private static final Recipe RECIPE =
            Preset.named("mlp").orElseThrow().recipe().with(RecipeField.BATCH, 16);

    /** Snapshots after every step. */
    private static List<Model> train(int steps, double decay, int threads, List<Model> averages) throws Exception {
        List<Model> live = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        try (Workers workers = new Workers(threads)) {
            Network network = Network.initialize(NETWORK, 1);
            TrainingStep step = new TrainingStep(network, RECIPE, OptionalDouble.empty(), workers, 2);
            WeightEma average = new WeightEma(network, decay, workers);
            float[] x = new float[16 * INPUTS];
            int[] labels = new int[16];
            for (int s = 0; s < steps; s++) {
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.nextDouble(-2, 2);
                }
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = random.nextInt(CLASSES);
                }
                step.step(x, labels, null, 16, 0.05);
                average.step();
                live.add(network.snapshot());
                averages.add(average.network().snapshot());
            }
        }
        return live;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.98, 0.9999})
    void is_the_mean_of_sampled_weights_each_weighing_less_the_older_it_is(double decay) throws Exception {
        List<Model> averages = new ArrayList<>();
        List<Model> live = train(60, decay, 1, averages);

        // Every second one from the 32nd step on where the mean is over many steps.
        int[] sampled = IntStream.range(0, 60)
                .filter(s -> decay < 0.97 || s < 32 || s % 2 == 0)
                .toArray();
        averages.getLast().tensors().forEach((name, tensor) -> {
            for (int j = 0; j < tensor.values().length; j++) {
                double sum = 0;
                double weights = 0;
                for (int n = 0; n < sampled.length; n++) {
                    double weight = 0;
                    for (int s = n == 0 ? 0 : sampled[n - 1] + 1; s <= sampled[n]; s++) {
                        weight += Math.pow(decay, sampled[sampled.length - 1] - s);
                    }
                    sum += weight * live.get(sampled[n]).tensor(name).values()[j];
                    weights += weight;
                }
                assertThat((double) tensor.values()[j]).as(name).isEqualTo(sum / weights, within(1e-5));
            }
        });
    }

    @Test
    void the_averaged_network_computes_with_the_weights_that_its_snapshot_holds() throws Exception {
        try (Workers workers = new Workers(1)) {
            Network network = Network.initialize(NETWORK, 1);
            TrainingStep step = new TrainingStep(network, RECIPE, OptionalDouble.empty(), workers, 2);
            WeightEma average = new WeightEma(network, 0.9, workers);
            float[] x = new float[16 * INPUTS];
            for (int i = 0; i < x.length; i++) {
                x[i] = i % 7 - 3;
            }
            for (int s = 0; s < 20; s++) {
                step.step(x, new int[16], null, 16, 0.05);
                average.step();
            }

            float[] live = new float[16 * CLASSES];
            float[] copied = new float[16 * CLASSES];
            new Predictor(average.network(), 16, OptionalDouble.empty(), workers).predict(x, 16, live);
            new Predictor(average.network().snapshot(), 16, workers).predict(x, 16, copied);
            assertThat(live).containsExactly(copied);
        }
    }

    /** Every sixteenth step alone would be the first of fifteen: a mean of one. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99, 0.999})
    void samples_change_the_mean_of_any_number_of_steps_by_little(double decay) {
        double exact = 0;
        double exactPast = 1;
        double sampled = 0;
        double past = 1;
        for (int step = 0; step < 3000; step++) {
            exactPast *= decay;
            exact += (step - exact) * (1 - decay) / (1 - exactPast);
            if (WeightEma.samples(decay, step)) {
                double kept = WeightEma.kept(decay, step);
                past *= kept;
                sampled += (step - sampled) * (1 - kept) / (1 - past);
                assertThat(past).isCloseTo(exactPast, within(1e-9));
                assertThat(sampled).isCloseTo(exact, within(0.1 * (step - exact) + 1e-6));
            }
        }
    }

    @Test
    void the_first_step_already_replaces_the_initial_weights() throws Exception {
        List<Model> averages = new ArrayList<>();
        List<Model> live = train(1, 0.999, 1, averages);

        averages.getFirst()
                .tensors()
                .forEach((name, tensor) -> assertThat(tensor.values())
                        .containsExactly(live.getFirst().tensor(name).values(), within(1e-6f)));
    }

    @Test
    void two_threads_give_the_same_bits_as_one() throws Exception {
        List<Model> one = new ArrayList<>();
        List<Model> two = new ArrayList<>();
        train(20, 0.9, 1, one);
        train(20, 0.9, 2, two);

        assertThat(two.getLast()).isEqualTo(one.getLast());
    }
}
