package org.kanworkbench.compare;

/** What networks have in common when they are compared. */
public enum Quantity {
    /** Trained parameters. */
    PARAMETERS("parameters"),
    /** Floating-point operations of a prediction. */
    FLOPS("FLOPs"),
    /** Time of a training step on this machine [µs]. */
    TIME("µs per step"),
    /** Nothing: every preset has its own widths. */
    NONE("own widths");

    private final String label;

    Quantity(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
