package org.kanworkbench.network;

/** What is done to a layer's sums before its activation. */
public enum Normalization {
    NONE,
    /** Layer norm over the outputs of a row. */
    LAYER,
    /** Batch norm over the rows of a batch, running statistics at inference. */
    BATCH
}
