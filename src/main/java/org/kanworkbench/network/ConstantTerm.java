package org.kanworkbench.network;

/** The placement of the weight of a basis's constant function: Σ_i c_ji0·1 is one number per output either way. */
public enum ConstantTerm {
    /** One bias per output replaces a constant on every edge: the same functions with fewer weights. */
    FOLDED,
    /** A weight on every edge, as in the peers. */
    PER_EDGE
}
