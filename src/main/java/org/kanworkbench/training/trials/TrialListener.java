package org.kanworkbench.training.trials;

import java.io.IOException;
import java.util.Optional;

/** Is told the ends of trials on the workers' threads, one at a time. */
public interface TrialListener<R> {

    /** A trial ended. Whoever cannot keep its result throws, which ends all trials with that message. */
    void ended(Trial<R> trial, TrialProgress progress) throws IOException;

    /**
     * The last call.
     *
     * @param failure one line if results could not be kept or a cluster failed; empty if all trials ended or were cancelled
     */
    void finished(Optional<String> failure);
}
