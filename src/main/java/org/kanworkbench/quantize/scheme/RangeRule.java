package org.kanworkbench.quantize.scheme;

/** How far the codes of one scale reach; what lies beyond is clipped. */
public enum RangeRule {
    /** To the least and the largest value. */
    MIN_MAX,
    /** To all but the outermost 0.1 %. */
    PERCENTILE,
    /** As far as makes the mean squared rounding error least. */
    MSE
}
