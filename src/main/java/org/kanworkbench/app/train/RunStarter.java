package org.kanworkbench.app.train;

import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;

/** Starts a run; the engine's way, or a test's. */
@FunctionalInterface
interface RunStarter {

    /** @throws IllegalArgumentException of one line, when it cannot be started */
    Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener);
}
