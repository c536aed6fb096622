package org.kanworkbench.runs;

/** How far a kept run has come. */
public enum RunState {
    RUNNING,
    FINISHED,
    /** Somebody asked for the end. */
    STOPPED,
    /** It could not go on. */
    FAILED,
    /** The process ended before the run did. */
    INTERRUPTED;

    /** Whether a run in this state may have more to do. */
    public boolean resumable() {
        return this == STOPPED || this == INTERRUPTED;
    }
}
