package org.kanworkbench.network;

/**
 * The scaling s(x) of a layer's inputs to the basis's domain. Scalings by a range use s = 2(x − min)/(max − min) − 1;
 * one range serves all of a layer's inputs, and gradients flow through its ends, shared evenly among ties.
 */
public enum InputScaling {
    /**
     * Minimum and maximum of the whole batch, also at inference, as in TorchKAN. A prediction depends on the rest of
     * its batch.
     */
    BATCH_MIN_MAX("Batch min–max"),
    /**
     * The batch's minimum and maximum in training, running ones at inference: a prediction is independent of its batch.
     */
    RUNNING_MIN_MAX("Running min–max"),
    /** Minimum and maximum of each row's inputs, as in Legendvolver (github.com/1ssb/torchkan). */
    ROW_MIN_MAX("Row min–max"),
    /** s(x) = tanh x. */
    TANH("tanh"),
    /** s(x) = x. */
    NONE("None");

    private final String label;

    InputScaling(String label) {
        this.label = label;
    }

    /** The display name. */
    public String label() {
        return label;
    }
}
