package org.kanworkbench.app.session;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;

/**
 * A training as it was kept.
 *
 * @param metrics its evaluations in order
 * @param events what else happened in it, in order
 * @param snapshots its weights over time, first to newest
 * @param model the weights that it ended with, or the newest that were kept; empty where none were
 * @param evaluation their scores of the test set, where they were scored anew
 * @param checkpoint where it can go on; empty when it begins anew
 */
public record StoredTraining(
        StoredRun run,
        Configuration configuration,
        Dataset dataset,
        List<Metric> metrics,
        List<RunEvent> events,
        List<Snapshot> snapshots,
        Optional<Model> model,
        Optional<Evaluation> evaluation,
        Optional<Checkpoint> checkpoint) {

    public StoredTraining {
        metrics = List.copyOf(metrics);
        events = List.copyOf(events);
        snapshots = List.copyOf(snapshots);
    }

    /** What was told up to the checkpoint, which is all that remains when the run goes on from there. */
    public StoredTraining untilCheckpoint() {
        long step = checkpoint.map(Checkpoint::step).orElse(-1L);
        return new StoredTraining(
                run,
                configuration,
                dataset,
                metrics.stream().filter(m -> m.step() <= step).toList(),
                events.stream().filter(e -> e.step() <= step).toList(),
                snapshots.stream().filter(m -> m.step() <= step).toList(),
                Optional.empty(),
                Optional.empty(),
                checkpoint);
    }
}
