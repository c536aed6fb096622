package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.StyleSheets;

class ValueScaleTest {

    private final Palette palette = StyleSheets.light().palette();

    @Test
    void numbers_on_both_sides_of_zero_diverge_from_it() {
        ValueScale scale = ValueScale.of(new float[] {-1, Float.NaN, 3, Float.NEGATIVE_INFINITY});

        assertThat(scale).isEqualTo(new ValueScale(-1, 3));
        assertThat(scale.colour(palette, 0)).isEqualTo(palette.zero());
        assertThat(scale.colour(palette, 3)).isEqualTo(palette.positive());
        assertThat(scale.colour(palette, -3)).isEqualTo(palette.negative());
        assertThat(scale.colour(palette, Float.POSITIVE_INFINITY).argb()).isZero();
        assertThat(scale.legend()).isEqualTo("−1.00 to 3.00; lighter = nearer to 0");
        assertThat(ValueScale.of(new float[] {1, 3}).aroundZero()).isEqualTo(new ValueScale(-3, 3));
    }

    @Test
    void others_go_from_the_lowest_to_the_highest() {
        ValueScale scale = ValueScale.of(new float[] {1900, 2100});

        assertThat(scale.colour(palette, 1900)).isEqualTo(palette.low());
        assertThat(scale.colour(palette, 2500)).isEqualTo(palette.high());
        assertThat(scale.legend()).isEqualTo("1,900 to 2,100; bluer = higher");
        assertThat(ValueScale.of(new float[] {5, 5}).legend()).isEqualTo("5.00 everywhere");
        assertThat(ValueScale.of(new float[0])).isEqualTo(new ValueScale(0, 1));
    }
}
