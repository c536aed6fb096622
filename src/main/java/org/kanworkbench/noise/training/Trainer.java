package org.kanworkbench.noise.training;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.training.trials.WorkControl;

/** Trains the networks of fits. */
public interface Trainer extends AutoCloseable {

    /**
     * Trains some networks, and waits for them.
     *
     * @return one per task, empty if its loss or gradient was not finite; an empty list only if the work was cancelled
     * @throws IllegalStateException with the one-line message of an engine that failed
     */
    List<Optional<Fitted>> train(List<NetworkTask> tasks, WorkControl control);

    /** The fit that they were for is over; called once for every fit. */
    @Override
    void close();
}
