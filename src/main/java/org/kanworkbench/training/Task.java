package org.kanworkbench.training;

import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Features;
import org.kanworkbench.engine.OptimizerState;
import org.kanworkbench.engine.WeightAverage;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.recipe.Recipe;

/**
 * What an engine gets to train.
 *
 * @param model the weights to begin with
 * @param threads cores to use
 * @param dropoutSeed where the chance of dropout starts
 * @param optimizer what the optimiser remembers of earlier steps; empty before the first
 * @param average the moving average of the weights so far, where the recipe has one; empty before the first step
 * @param training the rows that are learned from
 * @param tested the rows that are scored
 * @param scoredTogether rows that pass through the network together when it is scored
 * @param workers of the run's thread
 */
public record Task(
        Model model,
        Recipe recipe,
        int threads,
        long dropoutSeed,
        Optional<OptimizerState> optimizer,
        Optional<WeightAverage.State> average,
        Features training,
        Features tested,
        int scoredTogether,
        Workers workers) {

    /** The same where its training has come to. */
    public Task at(Model now, OptimizerState state, Optional<WeightAverage.State> mean) {
        return new Task(
                now, recipe, threads, dropoutSeed, Optional.of(state), mean, training, tested, scoredTogether, workers);
    }

    /** A run's, at its beginning or where it goes on. */
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
                configuration.threads(),
                dropoutSeed,
                from.map(Checkpoint::optimizer),
                from.flatMap(Checkpoint::average),
                dataset.train().features(),
                dataset.test().features(),
                Evaluator.batch(configuration.network(), configuration.recipe().batch()),
                workers);
    }
}
