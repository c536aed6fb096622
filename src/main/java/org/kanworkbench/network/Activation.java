package org.kanworkbench.network;

/** Fixed activations, for an edge's base part (act in w·act(x)) and for a layer's output. */
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
    /** x above 0, a·x below, with one learned slope a per layer (He et al., 2015). Output only. */
    PRELU("PReLU"),
    /** 0: the edge has no base part and no weight for it. Base only. */
    ZERO("None");

    private final String label;

    Activation(String label) {
        this.label = label;
    }

    /** The display name. */
    public String label() {
        return label;
    }
}
