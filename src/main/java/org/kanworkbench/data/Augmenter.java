package org.kanworkbench.data;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.network.recipe.Augmentation;

/**
 * Shifts images by whole pixels, and turns and resizes them about their centre by bilinear interpolation. The change of
 * a row depends on (seed, epoch, row) alone. Holds one image of scratch space: one thread at a time.
 */
public final class Augmenter {

    /** Padding of one pixel before the first and two after the last, so that every neighbour exists. */
    private static final int BEFORE = 1;

    private static final int PADDING = 3;

    private final Augmentation augmentation;
    private final int height;
    private final int width;
    private final int colours;
    private final int stride;
    private final boolean filled;
    private final float fill;
    private final long seed;
    private final float[] padded;

    /** @param fill value beyond the edges; if empty, edge pixels are repeated outwards */
    public Augmenter(Augmentation augmentation, ImageShape shape, OptionalDouble fill, long seed) {
        this.augmentation = augmentation;
        this.height = shape.height();
        this.width = shape.width();
        this.colours = shape.colours();
        this.stride = width + PADDING;
        this.filled = fill.isPresent();
        this.fill = (float) fill.orElse(0);
        this.seed = seed;
        this.padded = new float[(height + PADDING) * stride];
        Arrays.fill(padded, this.fill);
    }

    public Augmentation augmentation() {
        return augmentation;
    }

    public ImageShape shape() {
        return new ImageShape(height, width, colours);
    }

    /** The value beyond the edges; if empty, edge pixels are repeated outwards. */
    public OptionalDouble fill() {
        return filled ? OptionalDouble.of(fill) : OptionalDouble.empty();
    }

    public long seed() {
        return seed;
    }

    /** Whether images are shifted alone, onto a background. */
    boolean onlyShifts() {
        return filled && augmentation.rotation() == 0 && augmentation.scale() == 0;
    }

    /**
     * Copies an image of bytes, shifted as {@link #augment} shifts it, onto a background of zeros; for
     * {@link #onlyShifts}.
     */
    void shift(byte[] from, int source, byte[] to, int at, int epoch, int row) {
        long image = SeedMixer.mix(SeedMixer.mix(seed, epoch), row);
        int right = Math.clamp(shiftOf(image, 0), -width, width);
        int down = Math.clamp(shiftOf(image, 1), -height, height);
        int size = height * width;
        for (int c = 0; c < colours; c++) {
            shiftPlane(from, source + c * size, to, at + c * size, right, down);
        }
    }

    private void shiftPlane(byte[] from, int source, byte[] to, int at, int right, int down) {
        int size = height * width;
        int by = Math.clamp((long) down * width + right, -size, size);
        int before = Math.max(0, by);
        int after = Math.max(0, -by);
        Arrays.fill(to, at, at + before, (byte) 0);
        System.arraycopy(from, source + after, to, at + before, size - before - after);
        Arrays.fill(to, at + size - after, at + size, (byte) 0);
        // What a row has taken over from its neighbour.
        int column = right < 0 ? width + right : 0;
        for (int r = at + column; right != 0 && r < at + size; r += width) {
            Arrays.fill(to, r, r + Math.abs(right), (byte) 0);
        }
    }

    private int shiftOf(long image, int axis) {
        return (int) Math.rint(augmentation.shift() * SeedMixer.symmetric(image, axis));
    }

    /** Transforms the image at {@code x[at ..]} in place, all its channels alike. */
    public void augment(float[] x, int at, int epoch, int row) {
        long image = SeedMixer.mix(SeedMixer.mix(seed, epoch), row);
        int right = shiftOf(image, 0);
        int down = shiftOf(image, 1);
        if (augmentation.rotation() == 0 && augmentation.scale() == 0) {
            for (int c = 0; c < colours; c++) {
                move(x, at + c * height * width, right, down);
            }
            return;
        }
        for (int c = 0; c < colours; c++) {
            transform(
                    x,
                    at + c * height * width,
                    right,
                    down,
                    augmentation.rotation() * SeedMixer.symmetric(image, 2),
                    1 + augmentation.scale() * SeedMixer.symmetric(image, 3));
        }
    }

    /** As {@link #transform}, without rotation and scaling, at the cost of a copy. */
    private void move(float[] x, int at, int right, int down) {
        if (right == 0 && down == 0) {
            return;
        }
        for (int n = 0; n < height; n++) {
            // In an order that reads no row after it was written.
            int r = down > 0 ? height - 1 - n : n;
            int source = r - down;
            int to = at + r * width;
            if (filled && (source < 0 || source >= height)) {
                Arrays.fill(x, to, to + width, fill);
            } else {
                moveRow(x, at + Math.clamp(source, 0, height - 1) * width, to, right);
            }
        }
    }

    private void moveRow(float[] x, int from, int to, int right) {
        int by = Math.min(Math.abs(right), width);
        if (right >= 0) {
            float edge = filled ? fill : x[from];
            System.arraycopy(x, from, x, to + by, width - by);
            Arrays.fill(x, to, to + by, edge);
        } else {
            float edge = filled ? fill : x[from + width - 1];
            System.arraycopy(x, from + by, x, to, width - by);
            Arrays.fill(x, to + width - by, to + width, edge);
        }
    }

    /**
     * @param right pixels to the right
     * @param down pixels downwards
     * @param degrees clockwise
     * @param size scale factor
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
            // For equal neighbours this form yields exactly their value, so that background stays background.
            x[at + c] = above + (v - top) * (below - above);
        }
    }

    /** By comparisons, as Math.clamp spends time on NaN and −0. */
    private static float clamp(float value, float least, float most) {
        return value < least ? least : value > most ? most : value;
    }
}
