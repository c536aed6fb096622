package org.kanworkbench.network;

/** Fixed activations, for an edge's base part (act in w·act(x)) and for a layer's output. */
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
    /** x above 0, a·x below, with one learned slope a per layer (He et al., 2015). Output only. */
    PRELU,
    /** 0: the edge has no base part and no weight for it. Base only. */
    ZERO
}
