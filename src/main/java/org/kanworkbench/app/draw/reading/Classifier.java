package org.kanworkbench.app.draw.reading;

/** Inference of one picture; warm and reused, on one thread at a time. */
@FunctionalInterface
public interface Classifier extends AutoCloseable {

    /**
     * @param x inputs as the network sees them
     * @param logits receives one value a class
     */
    void classify(float[] x, float[] logits);

    /** Frees what lies outside the heap, where there is any. */
    @Override
    default void close() {}
}
