package org.kanworkbench.engine;

import org.kanworkbench.network.Model;

/** Inference. Networks with {@code BATCH_MIN_MAX} scaling meet their batches exactly as they are passed in. */
public final class Predictor {

    /** @param maxRows rows of the largest batch */
    public Predictor(Model model, int maxRows, Workers workers) {}

    /** A predictor of the weights as they are at each call, without a copy. */
    public Predictor(Network network, int maxRows, Workers workers) {}

    /**
     * @param x rows × inputs, row-major
     * @param logits receives rows × outputs, row-major
     */
    public void predict(float[] x, int rows, float[] logits) {
        throw new UnsupportedOperationException();
    }
}
