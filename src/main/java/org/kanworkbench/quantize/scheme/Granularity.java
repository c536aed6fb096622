package org.kanworkbench.quantize.scheme;

/** Which weights share one scale. */
public enum Granularity {
    /** All of a tensor. */
    TENSOR,
    /** All weights of one output. */
    OUTPUT,
    /** {@value #GROUP} consecutive inputs of one output and term; the last group may be smaller. */
    GROUP_32;

    public static final int GROUP = 32;
}
