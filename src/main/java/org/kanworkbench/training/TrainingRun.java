package org.kanworkbench.training;

import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;

/** Starts runs on the vector engine. */
public final class TrainingRun {

    private TrainingRun() {}

    /** Starts one worker thread, which trains and calls the listener with every event. */
    public static Run start(Configuration configuration, Dataset dataset, Consumer<TrainingEvent> listener) {
        throw new UnsupportedOperationException();
    }
}
