package org.kanworkbench.runs;

/** The kind of a stored run. */
public enum RunKind {
    TRAINING,
    SWEEP,
    QUANTISATION,
    /** An imported model. */
    IMPORTED
}
