package org.kanworkbench.noise;

/** The values that noise is added to. */
public enum NoisePlace {
    /** The outputs of the training rows. */
    TARGETS("on training targets"),
    /** The inputs of the training rows; outputs are those of the true inputs (errors in variables). */
    INPUTS("on training inputs"),
    /** The inputs of the test rows alone, after training on clean rows, as in nKAN.py (github.com/1ssb/torchkan). */
    EVALUATION("on test inputs");

    private final String label;

    NoisePlace(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
