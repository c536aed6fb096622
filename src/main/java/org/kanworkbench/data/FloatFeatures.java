package org.kanworkbench.data;

import java.util.OptionalDouble;

/** Row-major float values, already scaled. */
public record FloatFeatures(float[] values, int width) implements Features {

    public FloatFeatures {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values are no whole rows of " + width);
        }
    }

    @Override
    public int rows() {
        return values.length / width;
    }

    @Override
    public void copyRow(int row, float[] out, int offset) {
        System.arraycopy(values, row * width, out, offset, width);
    }

    @Override
    public OptionalDouble background() {
        return OptionalDouble.empty();
    }

    @Override
    public FloatFeatures select(int[] rows) {
        float[] selected = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * width, selected, i * width, width);
        }
        return new FloatFeatures(selected, width);
    }
}
