package org.kanworkbench.network.tensor;

/** A tensor as stored in a file: in float32 or with fewer bits. */
public sealed interface StoredTensor permits Tensor, HalfTensor, QuantizedTensor, SplitTensor {

    /** Shape of the represented values. */
    int[] shape();

    /** The represented values. */
    Tensor float32();
}
