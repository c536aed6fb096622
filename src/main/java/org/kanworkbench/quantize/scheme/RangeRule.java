package org.kanworkbench.quantize.scheme;

/** The range of the codes of one scale; values beyond are clipped. */
public enum RangeRule {
    /** From minimum to maximum. */
    MIN_MAX,
    /** All but the outermost 0.1 % of values. */
    PERCENTILE,
    /** The range with the least mean squared rounding error. */
    MSE
}
