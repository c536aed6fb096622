package org.kanworkbench.quantize.scheme;

/** The choice of codes for given scales. */
public enum Rounding {
    /** The nearest code of every weight. */
    NEAREST,
    /** Codes that jointly minimise the change of a layer's sums over calibration rows. */
    FITTED
}
