package org.kanworkbench.training.loop;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/**
 * Chooses the fallback weights of a failed run: its current weights or the last evaluated ones, whichever has the lower
 * mean loss on a sample of the training examples. The test set has no influence on the choice.
 */
final class FallbackWeights {

    private static final int SAMPLE_ROWS = 1000;

    private final Examples training;
    private final Target target;
    private final int batch;
    private final Workers workers;

    /** @param batch rows that pass through the network together */
    FallbackWeights(Dataset dataset, int batch, Workers workers) {
        this.training = dataset.train();
        this.target = dataset.target();
        this.batch = batch;
        this.workers = workers;
    }

    /** @param proceed checked before every batch; on false, the last scored weights are returned */
    Model choose(Model present, Model lastScored, BooleanSupplier proceed) {
        Evaluator evaluator = new Evaluator(training.sample(SAMPLE_ROWS), target, batch);
        Optional<Evaluation> now = evaluator.evaluate(predictor(present), proceed);
        Optional<Evaluation> then = evaluator.evaluate(predictor(lastScored), proceed);
        // False for a NaN loss: weights that are not finite are never chosen.
        boolean good = now.isPresent()
                && then.isPresent()
                && now.get().loss() <= then.get().loss();
        return good ? present : lastScored;
    }

    private Predictor predictor(Model model) {
        return new Predictor(model, batch, training.features().background(), workers);
    }
}
