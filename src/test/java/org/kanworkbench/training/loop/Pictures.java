package org.kanworkbench.training.loop;

import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Examples;

/** Rows as small grey pictures: each value is a block of one brightness on black. */
final class Pictures {

    static final int SIDE = 8;

    private static final int BLOCK = 2;

    private Pictures() {}

    static Examples of(Examples examples) {
        int width = examples.features().width();
        byte[] pixels = new byte[examples.size() * SIDE * SIDE];
        float[] row = new float[width];
        for (int r = 0; r < examples.size(); r++) {
            examples.features().copyRow(r, row, 0);
            for (int i = 0; i < width; i++) {
                int top = BLOCK * (i / (SIDE / BLOCK));
                int left = BLOCK * (i % (SIDE / BLOCK));
                for (int p = 0; p < BLOCK * BLOCK; p++) {
                    pixels[r * SIDE * SIDE + (top + p / BLOCK) * SIDE + left + p % BLOCK] = (byte) (128 + 127 * row[i]);
                }
            }
        }
        return new Examples(ByteFeatures.pixels(pixels, SIDE * SIDE), examples.labels());
    }
}
