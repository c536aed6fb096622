package org.kanworkbench.app.train;

import java.util.function.Consumer;
import org.kanworkbench.app.KeptTraining;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.store.RunRecorder;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingRun;

/** Starts a run; the engine's way, or a test's. */
@FunctionalInterface
interface RunStarter {

    /** @throws IllegalArgumentException of one line, when it cannot be started */
    Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener);

    /** Goes on from where a kept run can, or begins it anew. */
    default Run resume(KeptTraining kept, Consumer<TrainingEvent> listener) {
        return kept.checkpoint().isPresent()
                ? TrainingRun.resume(kept.checkpoint().get(), kept.dataset(), RunRecorder.CHECKPOINTS, listener)
                : start(kept.configuration(), kept.dataset(), listener);
    }

    /** The engine's way, with checkpoints for what keeps the run. */
    static Run engine(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener) {
        return TrainingRun.start(configuration, dataset, RunRecorder.CHECKPOINTS, listener);
    }
}
