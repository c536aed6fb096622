package org.kanworkbench.quantize.scheme;

/** Whether the zero point is fixed at 0. */
public enum Symmetry {
    /** The zero point is 0, and the range is symmetric. */
    SYMMETRIC,
    /** One zero point per scale, so that codes span minimum to maximum weight. */
    AFFINE
}
