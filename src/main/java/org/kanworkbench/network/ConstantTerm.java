package org.kanworkbench.network;

/** Where the weight of a basis's constant function lives. */
public enum ConstantTerm {
    /** One bias an output replaces a constant on every edge: the same functions with fewer weights. */
    FOLDED,
    /** A weight on every edge, as the peers have it. */
    PER_EDGE
}
