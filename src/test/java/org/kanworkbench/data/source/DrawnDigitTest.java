package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DataException;

class DrawnDigitTest {

    private static final int CANVAS = 420;

    @Test
    void no_ink_gives_no_digit() {
        assertThat(DrawnDigit.of(new float[CANVAS * CANVAS], CANVAS)).isEmpty();
    }

    @Test
    void values_that_fill_no_rows_are_refused() {
        assertThatThrownBy(() -> DrawnDigit.of(new float[10], 3)).hasMessageContaining("10 values");
    }

    @Test
    void the_longer_side_becomes_twenty_pixels_and_the_aspect_stays() {
        float[] ink = new float[CANVAS * CANVAS];
        fill(ink, 40, 100, 200, 50, 1);

        byte[] pixels = DrawnDigit.of(ink, CANVAS).orElseThrow().pixels();

        assertThat(rowSum(pixels) / 255.0).as("ink in columns of one row").isCloseTo(5, within(0.05));
        assertThat(columnSum(pixels) / 255.0).as("ink in rows of one column").isCloseTo(20, within(0.1));
    }

    @Test
    void the_centre_of_mass_comes_to_row_14_column_14() {
        float[] ink = new float[CANVAS * CANVAS];
        fill(ink, 30, 200, 150, 30, 1);
        fill(ink, 150, 200, 30, 90, 0.7f);

        double[] centre = DrawnDigit.of(ink, CANVAS).orElseThrow().centreOfMass();

        assertThat(centre[0]).isCloseTo(14, within(0.02));
        assertThat(centre[1]).isCloseTo(14, within(0.02));
    }

    @Test
    void where_it_was_drawn_does_not_matter() {
        float[] here = new float[CANVAS * CANVAS];
        float[] there = new float[CANVAS * CANVAS];
        fill(here, 11, 17, 150, 30, 1);
        fill(here, 100, 17, 20, 77, 0.4f);
        fill(there, 11 + 203, 17 + 301, 150, 30, 1);
        fill(there, 100 + 203, 17 + 301, 20, 77, 0.4f);

        assertThat(DrawnDigit.of(there, CANVAS)).isEqualTo(DrawnDigit.of(here, CANVAS));
    }

    @Test
    void pale_ink_is_read_as_dark_ink() {
        float[] dark = new float[CANVAS * CANVAS];
        float[] pale = new float[CANVAS * CANVAS];
        fill(dark, 11, 17, 150, 30, 1);
        fill(pale, 11, 17, 150, 30, 0.25f);

        assertThat(DrawnDigit.of(pale, CANVAS)).isEqualTo(DrawnDigit.of(dark, CANVAS));
    }

    @Test
    void soft_ink_is_made_crisp() {
        float[] hard = new float[CANVAS * CANVAS];
        float[] soft = new float[CANVAS * CANVAS];
        fill(hard, 60, 190, 300, 40, 1);
        for (int rim = 20; rim >= 0; rim--) {
            fill(soft, 50 + 10 - rim / 2, 190 - rim / 2, 300 + rim, 40 + rim, 1 - rim / 20f * 0.95f);
        }

        byte[] sharp = DrawnDigit.of(hard, CANVAS).orElseThrow().pixels();
        byte[] sharpened = DrawnDigit.of(soft, CANVAS).orElseThrow().pixels();

        double difference = 0;
        for (int i = 0; i < sharp.length; i++) {
            difference += Math.abs((sharp[i] & 0xff) - (sharpened[i] & 0xff));
        }
        assertThat(difference / columnSum(sharp) / 28).isLessThan(0.05);
    }

    @Test
    void a_picture_smaller_than_the_box_is_enlarged_without_holes() {
        float[] ink = new float[12 * 12];
        for (int i = 2; i < 10; i++) {
            ink[i * 12 + i] = 1;
        }

        DrawnDigit digit = DrawnDigit.of(ink, 12).orElseThrow();

        for (int i = 6; i < 22; i++) {
            assertThat(digit.pixels()[i * 28 + i] & 0xff).as("diagonal at " + i).isGreaterThan(60);
        }
    }

    @Test
    void ink_at_the_edge_of_the_canvas_keeps_its_form() {
        float[] ink = new float[CANVAS * CANVAS];
        fill(ink, 0, 0, 300, 60, 1);

        byte[] pixels = DrawnDigit.of(ink, CANVAS).orElseThrow().pixels();

        assertThat(rowSum(pixels) / 255.0).isCloseTo(4, within(0.05));
    }

    @Test
    void a_digit_of_MNIST_enlarged_fifteen_times_comes_back_nearly_the_same() throws DataException {
        ByteFeatures images =
                (ByteFeatures) new DataSource.Mnist().load().train().features();
        double difference = 0;
        int count = 200;
        for (int n = 0; n < count; n++) {
            byte[] original = new byte[784];
            System.arraycopy(images.bytes(), n * 784, original, 0, 784);
            byte[] back =
                    DrawnDigit.of(repeated(original, 15), CANVAS).orElseThrow().pixels();
            for (int i = 0; i < 784; i++) {
                difference += Math.abs((back[i] & 0xff) - (original[i] & 0xff));
            }
        }

        assertThat(difference / count / 784)
                .as("mean grey levels, half a pixel of shift included")
                .isLessThan(9);
    }

    private static void fill(float[] ink, int top, int left, int height, int width, float value) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                ink[y * CANVAS + x] = value;
            }
        }
    }

    private static int rowSum(byte[] pixels) {
        int sum = 0;
        for (int x = 0; x < 28; x++) {
            sum += pixels[14 * 28 + x] & 0xff;
        }
        return sum;
    }

    private static int columnSum(byte[] pixels) {
        int sum = 0;
        for (int y = 0; y < 28; y++) {
            sum += pixels[y * 28 + 14] & 0xff;
        }
        return sum;
    }

    private static float[] repeated(byte[] pixels, int times) {
        float[] out = new float[pixels.length * times * times];
        for (int y = 0; y < 28 * times; y++) {
            for (int x = 0; x < 28 * times; x++) {
                out[y * 28 * times + x] = (pixels[y / times * 28 + x / times] & 0xff) / 255f;
            }
        }
        return out;
    }
}
