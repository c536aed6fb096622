package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.data.SeedMixer;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightEma;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;

/**
 * The input of an engine for one run.
 *
 * @param model the initial weights
 * @param dropoutSeed seed of the dropout masks
 * @param optimizer state of the optimiser; empty before the first step
 * @param average state of the EMA of the weights, if the recipe has one; empty before the first step
 * @param training the training examples
 * @param tested the test examples
 * @param scoredTogether batch size for evaluation
 * @param workers of the run's thread
 */
public record Task(
        Model model,
        Recipe recipe,
        long dropoutSeed,
        Optional<OptimizerState> optimizer,
        Optional<WeightEma.State> average,
        Features training,
        Features tested,
        int scoredTogether,
        Workers workers) {

    /** Each size of grids has masks of its own, as an optimiser counts its steps anew for refined ones. */
    @Override
    public long dropoutSeed() {
        return recipe.gridRefinement().active()
                ? SeedMixer.mix(dropoutSeed, model.network().parameters())
                : dropoutSeed;
    }

    /** The same task with a later state of training. */
    public Task at(Model now, OptimizerState state, Optional<WeightEma.State> mean) {
        return new Task(now, recipe, dropoutSeed, Optional.of(state), mean, training, tested, scoredTogether, workers);
    }

    /** The same task for weights of another form, with which an optimiser starts anew. */
    public Task with(Model refined, Optional<WeightEma.State> mean) {
        return new Task(
                refined, recipe, dropoutSeed, Optional.empty(), mean, training, tested, scoredTogether, workers);
    }

    /** The task of a run, new or resumed. */
    public static Task of(
            Configuration configuration,
            Model model,
            long dropoutSeed,
            Optional<Checkpoint> from,
            Dataset dataset,
            Workers workers) {
        return new Task(
                model,
                configuration.recipe(),
                dropoutSeed,
                from.map(Checkpoint::optimizer),
                from.flatMap(Checkpoint::average),
                dataset.train().features(),
                dataset.test().features(),
                configuration.evaluationBatch(),
                workers);
    }
}
