package org.kanworkbench.network.tensor;

import java.util.Arrays;

/** A tensor as stored in a file: in float32 or with fewer bits. */
public sealed interface StoredTensor permits Tensor, HalfTensor, QuantizedTensor, SplitTensor {

    /** Shape of the represented values. */
    int[] shape();

    /** The represented values. */
    Tensor float32();

    /** Throws IllegalArgumentException unless the shape is one of so many values. */
    static void check(int[] shape, int values) {
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size != values) {
            throw new IllegalArgumentException(
                    "tensor of shape " + Arrays.toString(shape) + " has " + values + " values, not " + size);
        }
    }
}
