package org.kanworkbench.network.tensor;

/** A tensor as a file keeps it: in full or in fewer bits. */
public sealed interface StoredTensor permits Tensor, HalfTensor, QuantizedTensor, SplitTensor {

    /** Of the values that it stands for. */
    int[] shape();

    /** The values that it stands for. */
    Tensor float32();
}
