package org.kanworkbench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScaleTest {

    @ParameterizedTest
    @EnumSource(Scale.class)
    void what_a_pixel_shows_is_the_value_that_was_put_there(Scale scale) {
        Axis axis = new Axis(scale, 0.02, 0.98, 300, 10);
        for (double value : new double[] {0.02, 0.1, 0.5, 0.9, 0.98}) {
            assertThat(axis.value(axis.pixel(value))).isCloseTo(value, within(1e-9));
        }
        assertThat(axis.pixel(0.02)).isCloseTo(300, within(1e-9));
        assertThat(axis.pixel(0.98)).isCloseTo(10, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(Scale.class)
    void every_interval_has_a_few_ticks_within_it(Scale scale) {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            double from = random.nextDouble() * 0.9;
            double to = from + (0.9999 - from) * (0.01 + 0.99 * random.nextDouble());
            List<Double> ticks = scale.ticks(from, to, 6);
            assertThat(ticks).as("%s to %s", from, to).hasSizeBetween(1, 16).isSorted();
            assertThat(ticks).allSatisfy(t -> assertThat(t).isBetween(from - 1e-9, to + 1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scale.class,
            names = {"LINEAR", "LOG"})
    void ticks_of_a_narrow_range_have_labels_of_their_own(Scale scale) {
        assertThat(labels(scale, 0.50001, 0.50004))
                .doesNotHaveDuplicates()
                .anyMatch(label -> label.startsWith("0.50002"));
        assertThat(labels(scale, 1_250_000, 1_250_005)).doesNotHaveDuplicates().contains("1.250002e6");
        assertThat(labels(scale, 9e-4, 1.1e-3))
                .doesNotHaveDuplicates()
                .contains(scale == Scale.LOG ? "9.5e−4" : "0.00095", "0.00105");
    }

    @Test
    void wide_ranges_have_short_labels_also_beyond_single_precision() {
        assertThat(labels(Scale.LINEAR, 0, 1e300)).contains("0", "2e299", "1e300");
        assertThat(labels(Scale.LINEAR, 0, 8e6)).contains("2e6");
        assertThat(labels(Scale.LINEAR, 0, 0.5)).contains("0.0", "0.3");
        assertThat(labels(Scale.LINEAR, 0, 2e-9)).contains("0", "1e−9", "2e−9");
        assertThat(labels(Scale.LINEAR, 0, 0.004)).contains("0.000", "0.001").noneMatch(label -> label.contains("e"));
        assertThat(labels(Scale.LOG, 1e-12, 1e39)).contains("1e−12", "1e14").allMatch(label -> label.length() < 6);
        assertThat(labels(Scale.LOG, 0.002, 20)).contains("0.002", "0.5", "10");
    }

    @Test
    void readings_write_out_what_four_digits_would_cut() {
        assertThat(Reading.row("loss", 0.123456, null).name()).isEqualTo("loss 0.1235");
        assertThat(Reading.row("parameters", 123456, null).name()).isEqualTo("parameters 123,456");
        assertThat(Reading.row("loss", 0, null).name()).isEqualTo("loss 0");
        assertThat(Reading.row("loss", Double.NaN, null).name()).isEqualTo("loss –");
        assertThat(Reading.row("shift", -0.5, null).name()).isEqualTo("shift −0.5000");
    }

    private static List<String> labels(Scale scale, double from, double to) {
        Axis axis = new Axis(scale, from, to, 0, 300);
        List<Double> ticks = axis.ticks(50);
        return ticks.stream().map(tick -> axis.label(tick, ticks)).toList();
    }

    @Test
    void decades_are_equally_long_on_a_log_axis() {
        Axis axis = new Axis(Scale.LOG, 0.001, 1, 0, 300);
        assertThat(axis.pixel(0.01)).isCloseTo(100, within(1e-9));
        assertThat(axis.pixel(0.1)).isCloseTo(200, within(1e-9));
    }

    @Test
    void ninety_nine_percent_lies_midway_between_ninety_and_ninety_nine_point_nine() {
        Axis axis = new Axis(Scale.LOG_ERROR, 0.9, 0.999, 0, 200);
        assertThat(axis.pixel(0.99)).isCloseTo(100, within(1e-6));
    }
}
