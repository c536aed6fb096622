package org.kanworkbench.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.engine.Gradients;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.tensor.Tensor;

/** Against the same layer with an entry for every input of every row. */
class BackgroundNodesTest {

    private static final int INPUTS = 150;
    private static final int ROWS = 64;

    @ParameterizedTest
    @ValueSource(strings = {"fast-kan-faithful", "faster-kan-faithful", "fast-kan", "bsrbf-kan-faithful"})
    void interpolating_the_background_changes_nothing_but_rounding(String name) throws NonFiniteException {
        Preset preset = Preset.named(name).orElseThrow();
        Network network = Network.initialize(preset.network(INPUTS, List.of(33), 10), 1);
        SplittableRandom random = new SplittableRandom(3);
        try (Workers workers = new Workers(2)) {
            // Steps of a hundredth each: gains and shifts are no longer 1 and 0.
            TrainingStep trained = new TrainingStep(network, preset.recipe(), OptionalDouble.of(0), workers, 1);
            for (int s = 0; s < 20; s++) {
                trained.step(images(random, ROWS), labels(random, ROWS), null, ROWS, 1e-2);
            }
            for (int rows : new int[] {ROWS, 7, 1}) {
                float[] x = images(random, rows);
                int[] labels = labels(random, rows);
                Recipe recipe = Gradients.recipe(preset.recipe());
                TrainingStep sparse = new TrainingStep(network, recipe, OptionalDouble.of(0), workers, 1);
                TrainingStep dense = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 1);
                Map<String, Tensor> actual = Gradients.of(sparse, x, labels, null, rows);
                float[] outputs = sparse.outputs(rows);
                Map<String, Tensor> expected = Gradients.of(dense, x, labels, null, rows);
                assertThat(outputs).usingComparatorWithPrecision(1e-5f).containsExactly(dense.outputs(rows));
                expected.forEach(
                        (tensor, values) -> assertThat(actual.get(tensor).values())
                                .as(tensor)
                                .usingComparatorWithPrecision(1e-5f * largest(values.values()))
                                .containsExactly(values.values()));
            }
        }
    }

    private static float largest(float[] values) {
        float most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({
        "fast-kan-faithful, 0.6, 1",
        "fast-kan-faithful, 20, 0",
        "faster-kan-faithful, 0.6, 1",
        // A spline's pieces, and functions that differ from edge to edge.
        "bsrbf-kan-faithful, 0.6, 0",
        "wav-kan-faithful, 0.6, 0"
    })
    void smooth_functions_on_a_narrow_range_have_nodes(String preset, float largest, int has) {
        LayerSpec layer = Preset.named(preset)
                .orElseThrow()
                .network(INPUTS, List.of(33), 10)
                .layers()
                .getFirst();
        LayerWeights weights = new LayerWeights(layer);
        if (weights.scalingGain != null) {
            Arrays.fill(weights.scalingGain.values, largest);
        }
        InputScaler scaler = new InputScaler(weights, ROWS);
        scaler.observe(images(new SplittableRandom(5), ROWS), INPUTS, INPUTS, ROWS, true);
        BackgroundNodes nodes = BackgroundNodes.of(weights, scaler, ROWS);
        if (nodes != null) {
            nodes.place(0, ROWS, true);
        }
        assertThat(nodes == null ? 0 : Math.min(1, nodes.count())).isEqualTo(has);
    }

    /** About a fifth of the pixels of each is not black. */
    private static float[] images(SplittableRandom random, int rows) {
        float[] x = new float[rows * INPUTS];
        for (int b = 0; b < rows; b++) {
            double share = random.nextDouble(0.15, 0.25);
            for (int i = 0; i < INPUTS; i++) {
                x[b * INPUTS + i] = random.nextDouble() < share ? random.nextInt(1, 256) / 255f : 0;
            }
        }
        return x;
    }

    private static int[] labels(SplittableRandom random, int rows) {
        return random.ints(rows, 0, 10).toArray();
    }
}
