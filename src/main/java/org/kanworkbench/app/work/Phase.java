package org.kanworkbench.app.work;

/** The state of a tab's work. */
public enum Phase {
    IDLE,
    /** Preparing: opening files or measuring times. */
    PREPARING,
    /** Waiting for the user's confirmation, as it would take long. */
    ASKING,
    RUNNING,
    PAUSED,
    /** Cancelled and about to end. */
    ENDING
}
