package org.kanworkbench.app.draw;

/** Inference of one picture; warm and reused. */
@FunctionalInterface
interface Classifier {

    /**
     * @param x inputs as the network sees them
     * @param logits receives one value a class
     */
    void classify(float[] x, float[] logits);
}
