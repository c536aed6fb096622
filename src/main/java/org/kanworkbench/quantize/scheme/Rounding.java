package org.kanworkbench.quantize.scheme;

/** How the codes of weights are chosen once their scales are known. */
public enum Rounding {
    /** Every weight's own nearest. */
    NEAREST,
    /** Those that together change the sums of their layer least over calibration rows. */
    FITTED
}
