package org.kanworkbench.app.noise.settings;

/** The pane's tabs, in their order. */
public enum Tab {
    FIT("Fit these points (Ctrl+Enter)"),
    SWEEP("Start or resume the sweep (Ctrl+Enter)"),
    NKAN("Replicate the experiment (Ctrl+Enter)");

    private final String start;

    Tab(String start) {
        this.start = start;
    }

    /** The action of Start. */
    public String start() {
        return start;
    }
}
