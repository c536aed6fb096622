package org.kanworkbench.app.work;

/** The state of a tab's work. */
public enum Phase {
    IDLE("Start"),
    /** Preparing: opening files or measuring times. */
    PREPARING("Start"),
    /** Waiting for the user's confirmation, as it would take long. */
    ASKING("Begin"),
    RUNNING("Pause"),
    PAUSED("Resume"),
    /** Cancelled and about to end. */
    ENDING("Pause");

    private final String action;

    Phase(String action) {
        this.action = action;
    }

    /** What the button that starts it does now. */
    public String action() {
        return action;
    }

    /** The icon of that button. */
    public String icon() {
        return this == RUNNING || this == ENDING ? "mdi2p-pause" : "mdi2p-play";
    }
}
