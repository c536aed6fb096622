package org.kanworkbench.data;

import java.util.OptionalDouble;

/**
 * Features stored as bytes, 0 to 255, and passed to the network as {@code byte · scale + offset}: a quarter of the
 * memory of floats.
 */
public record ByteFeatures(byte[] bytes, int width, float scale, float offset) implements Features {

    /** Minimum share of equal entries that counts as background. */
    static final double BACKGROUND_SHARE = 0.3;

    public ByteFeatures {
        if (width < 1 || bytes.length % width != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no whole rows of " + width);
        }
    }

    /** Pixels scaled to −1..1, (b/255 − 0.5)/0.5, as in every peer. */
    public static ByteFeatures pixels(byte[] bytes, int width) {
        return new ByteFeatures(bytes, width, 2f / 255, -1);
    }

    @Override
    public int rows() {
        return bytes.length / width;
    }

    @Override
    public void copyRow(int row, float[] out, int at) {
        int from = row * width;
        for (int i = 0; i < width; i++) {
            // Converts the byte to unsigned in steps that the compiler vectorises; it does not vectorise & 0xff.
            float signed = bytes[from + i];
            float unsigned = signed + 128 - 128 * Math.signum(signed + 0.5f);
            out[at + i] = unsigned * scale + offset;
        }
    }

    /** What each of the 256 bytes is passed on as, unsigned. */
    public float[] values() {
        float[] values = new float[256];
        for (int b = 0; b < values.length; b++) {
            values[b] = b * scale + offset;
        }
        return values;
    }

    @Override
    public OptionalDouble background() {
        long zeros = 0;
        for (byte b : bytes) {
            if (b == 0) {
                zeros++;
            }
        }
        return zeros > BACKGROUND_SHARE * bytes.length ? OptionalDouble.of(offset) : OptionalDouble.empty();
    }

    @Override
    public ByteFeatures select(int[] rows) {
        byte[] selected = new byte[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(bytes, rows[i] * width, selected, i * width, width);
        }
        return new ByteFeatures(selected, width, scale, offset);
    }
}
