package org.kanworkbench.network.recipe;

/** The loss that training minimises. */
public enum Loss {
    /** Softmax cross-entropy, mean over rows. */
    CROSS_ENTROPY,
    /** Squared error, mean over rows and outputs. */
    MSE
}
