package org.kanworkbench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.network.recipe.Augmentation;

class AugmenterTest {

    private static final int HEIGHT = 5;
    private static final int WIDTH = 7;
    private static final float FILL = -1;

    private final float[] picture = randomPicture();

    private static float[] randomPicture() {
        Random random = new Random(2);
        float[] picture = new float[HEIGHT * WIDTH];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = random.nextFloat();
        }
        return picture;
    }

    private static Augmenter augmenter(Augmentation augmentation, OptionalDouble fill) {
        return new Augmenter(augmentation, new ImageShape(HEIGHT, WIDTH), fill, 7);
    }

    private float[] transformed(double right, double down, double degrees, double size) {
        float[] x = picture.clone();
        augmenter(Augmentation.NONE, OptionalDouble.of(FILL)).transform(x, 0, right, down, degrees, size);
        return x;
    }

    private float at(int row, int column) {
        return row < 0 || row >= HEIGHT || column < 0 || column >= WIDTH ? FILL : picture[row * WIDTH + column];
    }

    @Test
    void nothing_asked_for_changes_nothing() {
        assertThat(transformed(0, 0, 0, 1)).isEqualTo(picture);
        float[] x = picture.clone();
        augmenter(Augmentation.NONE, OptionalDouble.empty()).augment(x, 0, 3, 4);
        assertThat(x).isEqualTo(picture);
    }

    @Test
    void whole_shifts_move_pixels_and_fill_what_they_leave() {
        for (int right = -8; right <= 8; right++) {
            for (int down = -6; down <= 6; down++) {
                float[] moved = transformed(right, down, 0, 1);
                for (int r = 0; r < HEIGHT; r++) {
                    for (int c = 0; c < WIDTH; c++) {
                        assertThat(moved[r * WIDTH + c]).isEqualTo(at(r - down, c - right));
                    }
                }
            }
        }
    }

    @Test
    void half_a_pixel_is_the_mean_of_two() {
        float[] moved = transformed(0.5, 0, 0, 1);
        for (int r = 0; r < HEIGHT; r++) {
            for (int c = 0; c < WIDTH; c++) {
                assertThat(moved[r * WIDTH + c]).isCloseTo((at(r, c) + at(r, c - 1)) / 2, within(1e-6f));
            }
        }
    }

    @Test
    void a_quarter_turn_is_clockwise_about_the_centre() {
        float[] turned = transformed(0, 0, 90, 1);
        // Row 2 and column 3 are the middle; right of it comes below it.
        for (int r = 0; r < HEIGHT; r++) {
            for (int c = 1; c < WIDTH - 1; c++) {
                assertThat(turned[r * WIDTH + c]).isCloseTo(at(2 - (c - 3), 3 + (r - 2)), within(1e-4f));
            }
        }
    }

    @Test
    void size_two_doubles_distances_from_the_centre() {
        float[] larger = transformed(0, 0, 0, 2);
        for (int r = 0; r < HEIGHT; r += 2) {
            for (int c = 1; c < WIDTH; c += 2) {
                assertThat(larger[r * WIDTH + c]).isCloseTo(at(2 + (r - 2) / 2, 3 + (c - 3) / 2), within(1e-6f));
            }
        }
    }

    @Test
    void flat_background_stays_exactly_background() {
        float[] flat = new float[HEIGHT * WIDTH];
        Arrays.fill(flat, FILL);
        Augmenter augmenter = augmenter(new Augmentation(3, 30, 0.3), OptionalDouble.of(FILL));
        for (int row = 0; row < 50; row++) {
            float[] x = flat.clone();
            augmenter.augment(x, 0, 0, row);
            assertThat(x).isEqualTo(flat);
        }
    }

    @Test
    void without_a_background_edges_go_on() {
        float[] x = picture.clone();
        augmenter(Augmentation.NONE, OptionalDouble.empty()).transform(x, 0, 2, 0, 0, 1);
        for (int r = 0; r < HEIGHT; r++) {
            assertThat(x[r * WIDTH]).isEqualTo(at(r, 0));
            assertThat(x[r * WIDTH + 1]).isEqualTo(at(r, 0));
            assertThat(x[r * WIDTH + 6]).isEqualTo(at(r, 4));
        }
    }

    @Test
    void the_change_depends_on_epoch_and_row_but_not_on_the_order_of_calls() {
        Augmentation augmentation = new Augmentation(1.5, 10, 0.1);
        Augmenter used = augmenter(augmentation, OptionalDouble.of(FILL));
        float[] first = change(used, 0, 0);
        float[] other = change(used, 1, 0);
        float[] third = change(used, 0, 1);

        assertThat(first).isNotEqualTo(other).isNotEqualTo(third);
        assertThat(other).isNotEqualTo(third);
        assertThat(change(augmenter(augmentation, OptionalDouble.of(FILL)), 0, 1))
                .isEqualTo(third);
    }

    @Test
    void shifts_are_whole_pixels_as_likely_as_rounding_makes_them() {
        // A bound of 1.5 is drawn evenly from −1.5 to 1.5: each of −1, 0 and 1 a third.
        Augmenter augmenter = augmenter(new Augmentation(1.5, 0, 0), OptionalDouble.of(FILL));
        int images = 3000;
        int[][] count = new int[3][3];
        for (int row = 0; row < images; row++) {
            float[] x = picture.clone();
            augmenter.augment(x, 0, 0, row);
            count[shiftOf(x, 1)][shiftOf(x, 0)]++;
        }
        for (int[] counts : count) {
            for (int each : counts) {
                assertThat(each / (double) images).isCloseTo(1 / 9.0, within(0.02));
            }
        }
    }

    /** One more than the pixels that the random picture has moved along an axis, 0 being rightwards. */
    private int shiftOf(float[] x, int axis) {
        for (int down = -1; down <= 1; down++) {
            for (int right = -1; right <= 1; right++) {
                if (Arrays.equals(x, transformed(right, down, 0, 1))) {
                    return 1 + (axis == 0 ? right : down);
                }
            }
        }
        throw new AssertionError("the picture has not moved by whole pixels");
    }

    @Test
    void shifting_alone_equals_the_general_transform_with_and_without_background() {
        for (OptionalDouble fill : List.of(OptionalDouble.of(FILL), OptionalDouble.empty())) {
            // A rotation too small to matter takes the general path with the same draws of the shift.
            Augmenter shifting = augmenter(new Augmentation(12, 0, 0), fill);
            Augmenter general = augmenter(new Augmentation(12, 1e-7, 0), fill);
            for (int row = 0; row < 400; row++) {
                float[] expected = picture.clone();
                general.augment(expected, 0, 0, row);
                float[] x = picture.clone();
                shifting.augment(x, 0, 0, row);
                for (int i = 0; i < x.length; i++) {
                    assertThat(x[i]).isCloseTo(expected[i], within(1e-4f));
                }
            }
        }
    }

    @Test
    void bytes_are_shifted_as_the_floats_that_they_stand_for() {
        for (double bound : List.of(0.4, 2.0, 12.0)) {
            Augmenter augmenter = augmenter(new Augmentation(bound, 0, 0), OptionalDouble.of(0));
            byte[] bytes = new byte[2 * HEIGHT * WIDTH];
            new Random(3).nextBytes(bytes);
            for (int row = 0; row < 400; row++) {
                byte[] moved = new byte[bytes.length];
                new Random(4).nextBytes(moved);
                augmenter.shift(bytes, HEIGHT * WIDTH, moved, 0, 5, row);
                float[] expected = new float[HEIGHT * WIDTH];
                for (int i = 0; i < expected.length; i++) {
                    expected[i] = bytes[HEIGHT * WIDTH + i];
                }
                augmenter.augment(expected, 0, 5, row);
                for (int i = 0; i < expected.length; i++) {
                    assertThat((float) moved[i]).isEqualTo(expected[i]);
                }
            }
        }
    }

    private float[] change(Augmenter augmenter, int epoch, int row) {
        float[] x = new float[2 * HEIGHT * WIDTH];
        System.arraycopy(picture, 0, x, HEIGHT * WIDTH, HEIGHT * WIDTH);
        augmenter.augment(x, HEIGHT * WIDTH, epoch, row);
        return x;
    }

    @Test
    void all_channels_of_an_image_move_alike() {
        Augmentation shift = new Augmentation(2, 10, 0.1);
        float[] grey = new float[HEIGHT * WIDTH];
        for (int n = 0; n < grey.length; n++) {
            grey[n] = n % 7;
        }
        float[] colour = new float[3 * grey.length];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(grey, 0, colour, c * grey.length, grey.length);
        }
        new Augmenter(shift, new ImageShape(HEIGHT, WIDTH), OptionalDouble.empty(), 5).augment(grey, 0, 1, 2);
        new Augmenter(shift, new ImageShape(HEIGHT, WIDTH, 3), OptionalDouble.empty(), 5).augment(colour, 0, 1, 2);
        for (int n = 0; n < colour.length; n++) {
            assertThat(colour[n]).isEqualTo(grey[n % grey.length]);
        }
    }

    /** A spot beside the middle of a large picture tells by where it has gone how the picture was turned and stretched. */
    @Test
    void rotations_and_sizes_lie_evenly_on_both_sides() {
        int side = 61;
        double radius = 15;
        Augmenter augmenter =
                new Augmenter(new Augmentation(0, 40, 0.3), new ImageShape(side, side), OptionalDouble.of(0), 3);
        int draws = 2_000;
        double[] angles = new double[draws];
        double[] sizes = new double[draws];
        for (int d = 0; d < draws; d++) {
            float[] x = new float[side * side];
            for (int r = 0; r < side; r++) {
                for (int c = 0; c < side; c++) {
                    double away = Math.hypot(r - side / 2, c - side / 2 - radius);
                    x[r * side + c] = (float) Math.exp(-away * away / 4);
                }
            }
            augmenter.augment(x, 0, d % 7, d);
            double mass = 0;
            double right = 0;
            double down = 0;
            for (int n = 0; n < x.length; n++) {
                mass += x[n];
                right += x[n] * (n % side - side / 2);
                down += x[n] * (n / side - side / 2);
            }
            angles[d] = Math.toDegrees(Math.atan2(down, right));
            sizes[d] = Math.hypot(right, down) / mass / radius;
        }
        assertEven(angles, -40, 40, 0.3);
        assertEven(sizes, 0.7, 1.3, 0.01);
    }

    /** Mean, deviation and ends of an even distribution; four standard errors. */
    private static void assertEven(double[] drawn, double least, double most, double accuracy) {
        double spread = (most - least) / Math.sqrt(12);
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(drawn).map(d -> (d - mean) * (d - mean)).average().orElseThrow());
        assertThat(mean).isCloseTo((least + most) / 2, within(4 * spread / Math.sqrt(drawn.length)));
        assertThat(deviation).isCloseTo(spread, within(4 * spread / Math.sqrt(drawn.length)));
        assertThat(Arrays.stream(drawn).min().orElseThrow()).isCloseTo(least, within(accuracy + (most - least) / 100));
        assertThat(Arrays.stream(drawn).max().orElseThrow()).isCloseTo(most, within(accuracy + (most - least) / 100));
    }
}
