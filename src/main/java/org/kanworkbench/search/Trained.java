package org.kanworkbench.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.trials.Training;
import org.kanworkbench.training.trials.WorkControl;

/**
 * What the training of a trial came to.
 *
 * @param metrics one per evaluation
 * @param curve score after each epoch
 */
record Trained(List<Metric> metrics, List<Double> curve, boolean pruned, TrainingEvent.Finished end) {

    /** From its begin to its end, without pauses. */
    double seconds() {
        return end.elapsed().toNanos() / 1e9;
    }

    /**
     * Trains on the calling thread.
     *
     * @param prunes told the curve after each epoch but the last
     * @return empty if it was cancelled
     */
    static Optional<Trained> run(
            Engines engines,
            Configuration configuration,
            Dataset dataset,
            WorkControl control,
            Predicate<List<Double>> prunes)
            throws InterruptedException {
        List<Metric> metrics = new ArrayList<>();
        List<Double> curve = new ArrayList<>();
        AtomicBoolean pruned = new AtomicBoolean();
        Optional<TrainingEvent.Finished> end =
                Training.run(engines, configuration, dataset, StartWeights::read, control, event -> {
                    if (event instanceof TrainingEvent.Evaluated evaluated) {
                        metrics.add(Metric.of(evaluated));
                        if (evaluated.epochEnd()) {
                            curve.add(evaluated.test().score());
                            pruned.set(curve.size() < configuration.recipe().epochs() && prunes.test(curve));
                        }
                    }
                    return !pruned.get();
                });
        return end.map(finished -> new Trained(List.copyOf(metrics), List.copyOf(curve), pruned.get(), finished));
    }
}
