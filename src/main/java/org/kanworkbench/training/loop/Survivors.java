package org.kanworkbench.training.loop;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/**
 * Chooses what a run keeps that could not go on: its weights as they are, or the last that were scored. The lower mean
 * loss over the same sample of training rows decides; test rows have no say in which weights are kept.
 */
final class Survivors {

    private static final int SAMPLE_ROWS = 1000;

    private final Examples training;
    private final int classes;
    private final int batch;
    private final Workers workers;

    /** @param batch rows that pass through the network together */
    Survivors(Dataset dataset, int batch, Workers workers) {
        this.training = dataset.train();
        this.classes = dataset.outputs();
        this.batch = batch;
        this.workers = workers;
    }

    /** @param goOn asked before every batch; when the answer is no, the last scored weights are kept */
    Model choose(Model present, Model lastScored, BooleanSupplier goOn) {
        Evaluator evaluator = new Evaluator(sample(), classes, batch);
        Optional<Evaluation> now = evaluator.evaluate(predictor(present), goOn);
        Optional<Evaluation> then = evaluator.evaluate(predictor(lastScored), goOn);
        // False for a loss that is not a number: weights that are no longer finite are never kept.
        boolean good = now.isPresent()
                && then.isPresent()
                && now.get().loss() <= then.get().loss();
        return good ? present : lastScored;
    }

    private Predictor predictor(Model model) {
        return new Predictor(model, batch, training.features().background(), workers);
    }

    /** Rows at even distances: of every class, wherever the file has them. */
    private Examples sample() {
        int rows = Math.min(SAMPLE_ROWS, training.size());
        return training.select(IntStream.range(0, rows)
                .map(r -> (int) ((long) r * training.size() / rows))
                .toArray());
    }
}
