package org.kanworkbench.network;

/** Fixed activations: of an edge's base part (its act in w·act(x)) and of a layer's output. */
public enum Activation {
    /** x. */
    IDENTITY("Identity"),
    /** x·σ(x), σ the logistic function (Elfwing, Uchibe and Doya, 2018). */
    SILU("SiLU"),
    /** x·Φ(x), Φ the normal distribution by the error function, not the tanh form (Hendrycks and Gimpel, 2016). */
    GELU("GELU"),
    /** tanh x. */
    TANH("tanh"),
    /** max(0, x). */
    RELU("ReLU"),
    /** x above 0, a·x below, with one learned a a layer (He et al., 2015). Output only. */
    PRELU("PReLU"),
    /** 0: as a base, the edge has no base part and no weight for it. Base only. */
    ZERO("None");

    private final String label;

    Activation(String label) {
        this.label = label;
    }

    /** As a person reads it. */
    public String label() {
        return label;
    }
}
