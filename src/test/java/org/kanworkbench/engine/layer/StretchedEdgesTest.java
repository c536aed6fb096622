package org.kanworkbench.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.TrainingStep;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;

class StretchedEdgesTest {

    private static final int INPUTS = 2;
    private static final int ROWS = 16;
    private static final int STEPS = 1_500;

    /** Nothing but weight decay moves what fills rows up, and 1 divided by it has to stay a number. */
    @Test
    void weight_decay_leaves_the_padding_alone() throws Exception {
        Preset preset = Preset.named("wav-kan").orElseThrow();
        Recipe recipe = preset.recipe()
                .with(Map.of(RecipeField.OPTIMIZER, Optimizer.Kind.ADAM, RecipeField.WEIGHT_DECAY, 1e-4));
        float[] x = new float[ROWS * INPUTS];
        int[] labels = new int[ROWS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble(-1, 1);
            labels[i / INPUTS] = x[i] > 0 ? 1 : 0;
        }
        try (Workers workers = new Workers(1)) {
            Network network = Network.initialize(preset.network(INPUTS, List.of(5), 3), 1);
            TrainingStep step = new TrainingStep(network, recipe, OptionalDouble.empty(), workers, 2);

            for (int s = 0; s < STEPS; s++) {
                step.step(x, labels, null, ROWS, 0.01);
            }

            assertThat(step.scores().loss()).isFinite();
        }
    }
}
