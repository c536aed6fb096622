package org.kanworkbench.data;

import java.util.OptionalDouble;

/** A read-only table of inputs, one row per example. */
public sealed interface Features permits ByteFeatures, FloatFeatures {

    int rows();

    /** Number of values per row. */
    int width();

    /** Copies a row as the network sees it, scaled, to {@code out[offset .. offset + width)}. */
    void copyRow(int row, float[] out, int offset);

    /**
     * The scaled value of at least 30 % of the entries, such as an image's black background, if there is one. Kernels
     * may skip such entries without an error.
     */
    OptionalDouble background();

    /** Copies the given rows in the given order. */
    Features select(int[] rows);

    /**
     * Copies evenly spaced rows, so that every class is included whatever the order of the table; the choice is
     * deterministic.
     *
     * @return rows × width, with at most the given number of rows
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
