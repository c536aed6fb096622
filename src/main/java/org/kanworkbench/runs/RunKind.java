package org.kanworkbench.runs;

/** What a kept run did. */
public enum RunKind {
    TRAINING,
    SWEEP,
    QUANTISATION,
    /** A model that was trained elsewhere. */
    IMPORTED
}
