package org.kanworkbench.app.noise.fit;

/** How far a tab's work is. */
public enum Phase {
    IDLE,
    /** Files are opened, or times are measured. */
    PREPARING,
    /** It would take long: a person is to say whether it begins. */
    ASKING,
    RUNNING,
    PAUSED,
    /** It was cancelled, and ends soon. */
    ENDING
}
