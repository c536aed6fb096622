package org.kanworkbench.app.noise;

/** The pane's tabs, in their order. */
enum Tab {
    FIT("Fit these points (Ctrl+Enter)"),
    SWEEP("Start or resume the sweep (Ctrl+Enter)"),
    NKAN("Replicate the experiment (Ctrl+Enter)");

    private final String start;

    Tab(String start) {
        this.start = start;
    }

    /** What Start does. */
    String start() {
        return start;
    }
}
