package org.kanworkbench.quantize.scheme;

/** Whether the integer that stands for 0 is fixed. */
public enum Symmetry {
    /** 0 is 0, and codes reach as far down as up. */
    SYMMETRIC,
    /** A zero point of its own for every scale, so that the codes span from the least weight to the largest. */
    AFFINE
}
