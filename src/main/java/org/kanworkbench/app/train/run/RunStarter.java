package org.kanworkbench.app.train.run;

import java.util.function.Consumer;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/** Starts a run; the engine's way, or a test's. */
@FunctionalInterface
public interface RunStarter {

    /** @throws IllegalArgumentException of one line, when it cannot be started */
    Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener);

    /** Resumes a stored run from its checkpoint, or restarts it. */
    default Run resume(StoredTraining kept, Consumer<TrainingEvent> listener) {
        return start(kept.configuration(), kept.seen(), listener);
    }

    /** The engines' way, with checkpoints for what keeps the run. */
    static RunStarter of(Engines engines) {
        return new RunStarter() {
            @Override
            public Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener) {
                return TrainingRun.start(
                        engines, configuration, dataset, StartWeights::read, RunRecorder.CHECKPOINTS, listener);
            }

            @Override
            public Run resume(StoredTraining kept, Consumer<TrainingEvent> listener) {
                return kept.checkpoint()
                        .map(from -> TrainingRun.resume(engines, from, kept.seen(), RunRecorder.CHECKPOINTS, listener))
                        .orElseGet(() -> start(kept.configuration(), kept.seen(), listener));
            }
        };
    }
}
