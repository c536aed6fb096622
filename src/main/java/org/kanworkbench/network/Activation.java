package org.kanworkbench.network;

/** Fixed activations: of an edge's base part (its act in w·act(x)) and of a layer's output. */
public enum Activation {
    /** x. */
    IDENTITY,
    /** x·σ(x). */
    SILU,
    /** x·Φ(x), with the exact error function. */
    GELU,
    /** max(0, x). */
    RELU,
    /** x above 0, a·x below, with one learned a a layer. Output only. */
    PRELU,
    /** 0: as a base, the edge has no base part and no weight for it. Base only. */
    ZERO
}
