package org.kanworkbench.engine.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inputs that have few different values, such as the levels of grey of images: a quarter of the memory of floats, and
 * what a network computes from a single input it computes once for each value.
 *
 * @param codes rows × inputs, row-major, each an index into the values; unsigned. {@link #PADDING} more places follow
 * @param values 256, ascending
 */
public record CodedRows(byte[] codes, float[] values) {

    /** Number of values. */
    public static final int VALUES = 256;

    static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;

    /** Places that kernels may read after the last code. */
    public static final int PADDING = 64;

    /** The code of a value; -1 if it has none. */
    public int codeOf(float value) {
        for (int code = 0; code < VALUES; code++) {
            if (values[code] == value) {
                return code;
            }
        }
        return -1;
    }

    /**
     * The least and the largest of the first codes' values.
     *
     * @param range receives these two
     */
    public void range(int count, float[] range) {
        int whole = count - count % SPECIES.length();
        ByteVector least = ByteVector.broadcast(SPECIES, Byte.MAX_VALUE);
        ByteVector most = ByteVector.broadcast(SPECIES, Byte.MIN_VALUE);
        for (int j = 0; j < whole; j += SPECIES.length()) {
            // Vectors compare signed numbers: with the other sign, unsigned ones are in the same order.
            ByteVector signed = ByteVector.fromArray(SPECIES, codes, j).lanewise(VectorOperators.XOR, Byte.MIN_VALUE);
            least = least.min(signed);
            most = most.max(signed);
        }
        int low = least.reduceLanes(VectorOperators.MIN) - Byte.MIN_VALUE;
        int high = most.reduceLanes(VectorOperators.MAX) - Byte.MIN_VALUE;
        for (int j = whole; j < count; j++) {
            low = Math.min(low, codes[j] & 0xff);
            high = Math.max(high, codes[j] & 0xff);
        }
        range[0] = values[low];
        range[1] = values[high];
    }
}
