package org.kanworkbench.network;

/**
 * The scaling s(x) of a layer's inputs to the basis's domain. Scalings by a range use s = 2(x − min)/(max − min) − 1;
 * one range serves all of a layer's inputs, and gradients flow through its ends, shared evenly among ties. A layer
 * without a basis scales nothing.
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
    /**
     * Layer norm over each row's inputs, with a trained gain and shift per input (Ba, Kiros and Hinton, 2016), as in
     * FastKAN and FasterKAN.
     */
    LAYER_NORM("Layer norm"),
    /** The same, and the base activation sees the normalised inputs too, as in BSRBF-KAN. */
    LAYER_NORM_ALL("Layer norm, base too"),
    /** s(x) = tanh x. */
    TANH("tanh"),
    /** s(x) = x. */
    NONE("None");

    private final String label;

    InputScaling(String label) {
        this.label = label;
    }

    /** Whether equal inputs in different rows may be scaled differently. */
    public boolean byRow() {
        return this == ROW_MIN_MAX || normalizes();
    }

    /** Whether predictions, too, scale by what is measured on their batch or row. */
    public boolean measured() {
        return this == BATCH_MIN_MAX || byRow();
    }

    /** Whether it is a layer norm, with a trained gain and shift per input. */
    public boolean normalizes() {
        return this == LAYER_NORM || this == LAYER_NORM_ALL;
    }

    /** The display name. */
    public String label() {
        return label;
    }
}
