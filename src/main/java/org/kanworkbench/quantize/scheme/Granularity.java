package org.kanworkbench.quantize.scheme;

/** Which weights share one scale. */
public enum Granularity {
    /** All of a tensor. */
    TENSOR,
    /** Those that lead to one output. */
    OUTPUT,
    /** {@value #GROUP} inputs in a row of one output and one term; the last group may be shorter. */
    GROUP_32;

    public static final int GROUP = 32;
}
