package org.kanworkbench.app.draw;

/** Inference of one picture; warm and reused, on one thread at a time. */
@FunctionalInterface
interface Classifier extends AutoCloseable {

    /**
     * @param x inputs as the network sees them
     * @param logits receives one value a class
     */
    void classify(float[] x, float[] logits);

    /** Frees what lies outside the heap, where there is any. */
    @Override
    default void close() {}
}
