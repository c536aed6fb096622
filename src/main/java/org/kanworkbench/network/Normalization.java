package org.kanworkbench.network;

/**
 * The normalisation of a layer's sums before its activation: γ_j·(a − mean)/√(variance + 1e-5) + β_j, γ and β learned.
 */
public enum Normalization {
    NONE("None"),
    /** Layer norm over the outputs of a row (Ba, Kiros and Hinton, 2016). */
    LAYER("Layer norm"),
    /** Batch norm over the rows of a batch, running statistics at inference (Ioffe and Szegedy, 2015). */
    BATCH("Batch norm");

    private final String label;

    Normalization(String label) {
        this.label = label;
    }

    /** The display name. */
    public String label() {
        return label;
    }
}
