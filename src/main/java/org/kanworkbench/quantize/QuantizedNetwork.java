package org.kanworkbench.quantize;

import java.util.List;

/** A network under a scheme, ready to answer. Not thread-safe; closing it frees what lies outside the heap. */
public interface QuantizedNetwork extends AutoCloseable {

    Scheme scheme();

    /** Bytes of its file, of what a device would have to keep. */
    long bytes();

    /** What became of every tensor, those untouched included. */
    List<TensorReport> tensors();

    /**
     * Outputs of a batch, before any softmax.
     *
     * @param x rows × inputs, row-major
     * @param logits receives rows × outputs, row-major
     */
    void predict(float[] x, int rows, float[] logits);

    @Override
    void close();
}
