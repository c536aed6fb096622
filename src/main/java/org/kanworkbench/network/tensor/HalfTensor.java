package org.kanworkbench.network.tensor;

import java.util.Arrays;

/**
 * A tensor in IEEE half precision. The array is not copied: treat it as frozen.
 *
 * @param halves bit patterns, row-major
 */
public record HalfTensor(int[] shape, short[] halves) implements StoredTensor {

    /** The largest finite half-precision number. */
    public static final float LARGEST = 65504;

    public HalfTensor {
        StoredTensor.check(shape, halves.length);
    }

    @Override
    public Tensor float32() {
        float[] values = new float[halves.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = Float.float16ToFloat(halves[n]);
        }
        return new Tensor(shape, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HalfTensor t && Arrays.equals(shape, t.shape) && Arrays.equals(halves, t.halves);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(halves);
    }

    @Override
    public String toString() {
        return "HalfTensor" + Arrays.toString(shape);
    }
}
