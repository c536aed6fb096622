package org.kanworkbench.runs;

import org.kanworkbench.training.trials.TrialsEvent;

/** The state of a stored run. */
public enum RunState {
    RUNNING,
    FINISHED,
    /** Somebody asked for the end. */
    STOPPED,
    /** The run failed. */
    FAILED,
    /** The process ended before the run did. */
    INTERRUPTED;

    /** @param last what trials told last */
    public static RunState of(TrialsEvent<?> last) {
        return switch (last) {
            case TrialsEvent.Failed<?> _ -> FAILED;
            case TrialsEvent.Finished<?> finished when finished.cancelled() -> STOPPED;
            default -> FINISHED;
        };
    }

    /** Whether a run in this state can be resumed. */
    public boolean resumable() {
        return this == STOPPED || this == INTERRUPTED;
    }
}
