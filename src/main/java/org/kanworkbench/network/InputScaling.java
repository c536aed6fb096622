package org.kanworkbench.network;

/**
 * How a layer brings its input x into the basis's domain, s(x). By a range, s = 2(x − min)/(max − min) − 1; one range serves
 * all of a layer's inputs, and gradients flow through its ends, shared evenly among ties.
 */
public enum InputScaling {
    /** Minimum and maximum of the whole batch, always: TorchKAN's. A row's answer depends on its neighbours. */
    BATCH_MIN_MAX("Batch min–max"),
    /** The batch's minimum and maximum while training, running ones at inference: a row's answer is its own. */
    RUNNING_MIN_MAX("Running min–max"),
    /** Minimum and maximum of each row's inputs: Legendvolver's (github.com/1ssb/torchkan). */
    ROW_MIN_MAX("Row min–max"),
    /** s(x) = tanh x. */
    TANH("tanh"),
    /** s(x) = x. */
    NONE("None");

    private final String label;

    InputScaling(String label) {
        this.label = label;
    }

    /** As a person reads it. */
    public String label() {
        return label;
    }
}
