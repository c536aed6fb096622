package org.kanworkbench.compare;

/** What networks have in common when they are compared. */
public enum Quantity {
    /** Trained parameters. */
    PARAMETERS("parameters", "parameters"),
    /** Floating-point operations of a prediction. */
    FLOPS("flops", "FLOPs"),
    /** Time of a training step on one core of this machine [µs]. */
    TIME("time", "µs per training step"),
    /** Nothing: every preset has its own widths. */
    NONE("none", "own widths");

    private final String word;
    private final String label;

    Quantity(String word, String label) {
        this.word = word;
        this.label = label;
    }

    /** On the command line. */
    public String word() {
        return word;
    }

    public String label() {
        return label;
    }
}
