package org.kanworkbench.app.noise.fit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.plot.Palette;

class SeriesInkTest {

    private static final int COLOURS = Palette.SERIES;

    @Test
    void models_of_one_colour_differ_in_their_lines() {
        assertThat(Candidate.ALL)
                .hasSizeGreaterThan(COLOURS)
                .extracting(model -> model.series() % COLOURS + " " + SeriesInk.line(model.series()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_mark_in_a_list_is_dashed_as_the_line_is() {
        assertThat(SeriesInk.mark(0).getStyleClass()).containsExactly("model-mark", "series-1");
        assertThat(SeriesInk.mark(6).getStyleClass()).containsExactly("model-mark", "series-7", "dashed");
        assertThat(SeriesInk.mark(12).getStyleClass()).containsExactly("model-mark", "series-1", "dotted");
    }
}
