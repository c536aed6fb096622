package org.kanworkbench.runs;

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

    /** Whether a run in this state can be resumed. */
    public boolean resumable() {
        return this == STOPPED || this == INTERRUPTED;
    }
}
