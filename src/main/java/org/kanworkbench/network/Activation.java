package org.kanworkbench.network;

/** Fixed activations: of an edge's base part (its act in w·act(x)) and of a layer's output. */
public enum Activation {
    /** x. */
    IDENTITY,
    /** x·σ(x), σ the logistic function (Elfwing, Uchibe and Doya, 2018). */
    SILU,
    /** x·Φ(x), Φ the normal distribution by the error function, not the tanh form (Hendrycks and Gimpel, 2016). */
    GELU,
    /** tanh x. */
    TANH,
    /** max(0, x). */
    RELU,
    /** x above 0, a·x below, with one learned a a layer (He et al., 2015). Output only. */
    PRELU,
    /** 0: as a base, the edge has no base part and no weight for it. Base only. */
    ZERO
}
