package org.kanworkbench.data;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.network.Augmentation;

/**
 * Shifts, turns and resizes images about their centre by bilinear interpolation. What happens to a row depends on
 * (seed, epoch, row) alone. Holds one image of scratch space: one owner at a time.
 */
public final class Augmenter {

    /** One pixel before the first and two after the last, so that every neighbour exists. */
    private static final int BEFORE = 1;

    private static final int PADDING = 3;

    private final Augmentation augmentation;
    private final int height;
    private final int width;
    private final int stride;
    private final boolean filled;
    private final long seed;
    private final float[] padded;

    /** @param fill value beyond the edges; without one, edge pixels go on outwards */
    public Augmenter(Augmentation augmentation, ImageShape shape, OptionalDouble fill, long seed) {
        this.augmentation = augmentation;
        this.height = shape.height();
        this.width = shape.width();
        this.stride = width + PADDING;
        this.filled = fill.isPresent();
        this.seed = seed;
        this.padded = new float[(height + PADDING) * stride];
        Arrays.fill(padded, (float) fill.orElse(0));
    }

    /** Changes the image that lies at {@code x[at .. at + height·width)}. */
    public void augment(float[] x, int at, int epoch, int row) {
        long image = SeedMixer.mix(SeedMixer.mix(seed, epoch), row);
        transform(
                x,
                at,
                augmentation.shift() * SeedMixer.symmetric(image, 0),
                augmentation.shift() * SeedMixer.symmetric(image, 1),
                augmentation.rotation() * SeedMixer.symmetric(image, 2),
                1 + augmentation.scale() * SeedMixer.symmetric(image, 3));
    }

    /**
     * @param right pixels to the right
     * @param down pixels downwards
     * @param degrees clockwise
     * @param size factor
     */
    void transform(float[] x, int at, double right, double down, double degrees, double size) {
        for (int r = 0; r < height; r++) {
            System.arraycopy(x, at + r * width, padded, (r + BEFORE) * stride + BEFORE, width);
        }
        double angle = Math.toRadians(degrees);
        // Each target pixel is traced back: shift undone, then rotation, then size.
        float cos = (float) (Math.cos(angle) / size);
        float sin = (float) (Math.sin(angle) / size);
        float middleX = (width - 1) / 2f;
        float middleY = (height - 1) / 2f;
        for (int r = 0; r < height; r++) {
            float fromMiddleX = (float) (-middleX - right);
            float fromMiddleY = (float) (r - middleY - down);
            traceRow(
                    x,
                    at + r * width,
                    cos * fromMiddleX + sin * fromMiddleY + middleX,
                    -sin * fromMiddleX + cos * fromMiddleY + middleY,
                    cos,
                    -sin);
        }
    }

    private void traceRow(float[] x, int at, float startX, float startY, float stepX, float stepY) {
        float[] source = padded;
        int line = stride;
        float least = filled ? 0 : BEFORE;
        float mostX = filled ? width + BEFORE : width - 1 + BEFORE;
        float mostY = filled ? height + BEFORE : height - 1 + BEFORE;
        for (int c = 0; c < width; c++) {
            float u = clamp(startX + BEFORE + c * stepX, least, mostX);
            float v = clamp(startY + BEFORE + c * stepY, least, mostY);
            int left = (int) u;
            int top = (int) v;
            int corner = top * line + left;
            float a = u - left;
            float northWest = source[corner];
            float northEast = source[corner + 1];
            float southWest = source[corner + line];
            float southEast = source[corner + line + 1];
            float above = northWest + a * (northEast - northWest);
            float below = southWest + a * (southEast - southWest);
            // Of equal neighbours this form gives exactly their value, so that background stays background.
            x[at + c] = above + (v - top) * (below - above);
        }
    }

    /** Comparisons, not Math.clamp, whose care for NaN and −0 costs time. */
    private static float clamp(float value, float least, float most) {
        return value < least ? least : value > most ? most : value;
    }
}
