package org.kanworkbench.network.recipe;

/** What training makes small. */
public enum Loss {
    /** Softmax cross-entropy, mean over rows. */
    CROSS_ENTROPY,
    /** Squared error, mean over rows and outputs. */
    MSE
}
