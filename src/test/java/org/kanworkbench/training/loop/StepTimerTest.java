package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;

class StepTimerTest {

    private final Dataset dataset = Toy.dataset(640, 100);

    @Test
    void a_step_takes_its_time() throws NonFiniteException {
        Configuration configuration = Toy.configuration("kal-net", 1, 1);
        Configuration larger = Toy.configuration(
                configuration.network(), configuration.recipe().with(RecipeField.BATCH, 320), 1);

        double small = StepTimer.millis(Engines.VECTOR, configuration, dataset);

        assertThat(small).isPositive();
        assertThat(StepTimer.millis(Engines.VECTOR, larger, dataset)).isGreaterThan(small);
    }

    @Test
    void an_optimiser_without_steps_on_batches_is_refused() {
        Configuration batches = Toy.configuration("kal-net", 1, 1);
        Configuration whole = batches.withRecipe(batches.recipe().with(RecipeField.OPTIMIZER, Optimizer.Kind.LBFGS));

        assertThatThrownBy(() -> StepTimer.millis(Engines.VECTOR, whole, dataset))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("L-BFGS has no steps on batches");
    }
}
