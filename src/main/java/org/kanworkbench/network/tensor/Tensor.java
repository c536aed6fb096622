package org.kanworkbench.network.tensor;

import java.util.Arrays;

/**
 * A named array of a model file: row-major float32 values and their shape. The array is not copied: treat it as frozen.
 * Throws IllegalArgumentException for a shape that does not match the values.
 */
public record Tensor(int[] shape, float[] values) implements StoredTensor {

    public Tensor {
        StoredTensor.check(shape, values.length);
    }

    @Override
    public Tensor float32() {
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor t && Arrays.equals(shape, t.shape) && Arrays.equals(values, t.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}
