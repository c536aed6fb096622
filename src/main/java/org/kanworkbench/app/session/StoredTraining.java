package org.kanworkbench.app.session;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent.Progress;

/**
 * A stored training run.
 *
 * @param chosen the data as they are chosen for other runs; its own are in the scaling that its weights know
 * @param untested whether it leaves the test samples alone, and reports on its validation samples
 * @param scored with the test examples that its next scores are of: the validation samples, if it is to go on untested
 * @param metrics its evaluations in order
 * @param progress as it was drawn live; empty if that is not kept
 * @param events its other events in order
 * @param snapshots first to newest
 * @param model its final weights, or the newest stored ones; empty if there are none
 * @param modelEpoch when these were stored, if the run was interrupted
 * @param evaluation their scores on the test set, if re-evaluated
 * @param checkpoint to resume from; empty to restart
 * @param difference a warning that the data have changed since its training; empty for none
 */
public record StoredTraining(
        StoredRun run,
        Configuration configuration,
        Dataset dataset,
        Dataset chosen,
        boolean untested,
        Dataset scored,
        List<Metric> metrics,
        List<Progress> progress,
        List<RunEvent> events,
        List<Snapshot> snapshots,
        Optional<Model> model,
        OptionalDouble modelEpoch,
        Optional<Evaluation> evaluation,
        Optional<Checkpoint> checkpoint,
        Optional<Problem> difference) {

    public StoredTraining {
        metrics = List.copyOf(metrics);
        progress = List.copyOf(progress);
        events = List.copyOf(events);
        snapshots = List.copyOf(snapshots);
    }

    /** What it is trained on, and its scores are reported on. */
    public Dataset seen() {
        return untested ? dataset.withoutTest() : dataset;
    }

    /** The records up to the checkpoint, which remain when the run is resumed from there. */
    public StoredTraining untilCheckpoint() {
        long step = checkpoint.map(Checkpoint::step).orElse(-1L);
        return new StoredTraining(
                run,
                configuration,
                dataset,
                chosen,
                untested,
                scored,
                metrics.stream().filter(m -> m.step() <= step).toList(),
                progress.stream().filter(p -> p.step() <= step).toList(),
                events.stream().filter(e -> e.step() <= step).toList(),
                snapshots.stream().filter(m -> m.step() <= step).toList(),
                Optional.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                checkpoint,
                difference);
    }
}
