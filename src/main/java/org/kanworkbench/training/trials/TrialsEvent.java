package org.kanworkbench.training.trials;

import java.util.Optional;

/** What is told of trials, one event at a time, on their threads. Immutable. */
public sealed interface TrialsEvent<R> {

    /** A trial ended, and its result is kept. */
    record Advanced<R>(R result, TrialProgress progress) implements TrialsEvent<R> {}

    /**
     * The last event without failure. What ended is kept, cancelled or not.
     *
     * @param done trials that ended, with those that were known before
     */
    record Finished<R>(boolean cancelled, int done, int total) implements TrialsEvent<R> {}

    /** The last event of trials that failed, with a one-line message. What ended before is kept. */
    record Failed<R>(String message) implements TrialsEvent<R> {}

    /** The last event, with a failure or without. */
    static <R> TrialsEvent<R> last(Optional<String> failure, boolean cancelled, int done, int total) {
        return failure.isPresent() ? new Failed<>(failure.get()) : new Finished<>(cancelled, done, total);
    }
}
