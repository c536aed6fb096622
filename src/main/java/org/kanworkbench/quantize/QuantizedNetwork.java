package org.kanworkbench.quantize;

import java.util.List;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.quantize.scheme.Scheme;

/** A network under a scheme, ready for inference. Not thread-safe; closing it frees native memory. */
public interface QuantizedNetwork extends Inference, AutoCloseable {

    Scheme scheme();

    /** Size of its file [bytes], which a device would have to store. */
    long bytes();

    /** Reports on every tensor, including those left in float32. */
    List<TensorReport> tensors();

    @Override
    void close();
}
