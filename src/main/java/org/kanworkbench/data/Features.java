package org.kanworkbench.data;

import java.util.OptionalDouble;

/** A read-only table of inputs, one row an example. */
public sealed interface Features permits ByteFeatures, FloatFeatures {

    int rows();

    /** Values of one row. */
    int width();

    /** Copies a row as the network sees it, scaled, to {@code out[offset .. offset + width)}. */
    void copyRow(int row, float[] out, int offset);

    /**
     * A scaled value that at least 3 of 10 entries have (the black of an image's background), if there is one. Kernels may
     * skip such entries exactly.
     */
    OptionalDouble background();

    /** A copy of some rows, in the order given. */
    Features select(int[] rows);

    /**
     * Copies rows at even distances: of every class, wherever the table has them, and the same every time.
     *
     * @return rows × width, of at most so many rows
     */
    default float[] sample(int mostRows) {
        int count = Math.min(mostRows, rows());
        float[] sample = new float[Math.multiplyExact(count, width())];
        for (int r = 0; r < count; r++) {
            copyRow((int) ((long) r * rows() / count), sample, r * width());
        }
        return sample;
    }
}
