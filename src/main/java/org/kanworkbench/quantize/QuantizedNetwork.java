package org.kanworkbench.quantize;

import java.util.List;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.quantize.scheme.Scheme;

/** A network under a scheme, ready to answer. Not thread-safe; closing it frees what lies outside the heap. */
public interface QuantizedNetwork extends Inference, AutoCloseable {

    Scheme scheme();

    /** Bytes of its file, of what a device would have to keep. */
    long bytes();

    /** What became of every tensor, those untouched included. */
    List<TensorReport> tensors();

    @Override
    void close();
}
