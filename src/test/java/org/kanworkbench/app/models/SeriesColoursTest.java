package org.kanworkbench.app.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.kanworkbench.plot.Palette;

class SeriesColoursTest {

    private final Set<Integer> open = new HashSet<>();
    private final SeriesColours colours = new SeriesColours(() -> open);

    @Test
    void where_more_runs_are_in_sight_than_there_are_colours_those_that_are_open_still_differ() {
        for (long run = 1; run <= 8; run++) {
            open.add(colours.of(run));
        }
        Set<Long> selected = LongStream.rangeClosed(9, Palette.SERIES).boxed().collect(Collectors.toSet());
        selected.forEach(colours::of);
        colours.show(selected);

        assertThat(colours.of(100L)).isNotIn(open);
        assertThat(colours.of(9L)).as("a run keeps its colour").isEqualTo(8);
    }

    @Test
    void a_run_whose_colour_went_to_an_open_one_has_another_when_it_is_opened() {
        for (long run = 1; run <= 8; run++) {
            open.add(colours.of(run));
        }
        Set<Long> selected = LongStream.rangeClosed(9, Palette.SERIES).boxed().collect(Collectors.toSet());
        selected.forEach(colours::of);
        colours.show(selected);
        open.add(colours.of(100L));

        long alike = selected.stream()
                .filter(run -> open.contains(colours.of(run)))
                .findFirst()
                .orElseThrow();
        assertThat(colours.opening(alike)).isNotIn(open);
        assertThat(colours.of(alike)).as("in Runs too").isNotIn(open);
    }

    @Test
    void a_run_has_its_colour_again_after_a_start() {
        for (long run = 1; run <= 3; run++) {
            colours.of(run);
        }
        colours.of("a model that is no run");
        SeriesColours next = new SeriesColours(() -> open);
        next.restore(colours.text());

        assertThat(next.of(3L)).isEqualTo(colours.of(3L));
        assertThat(next.of(1L)).isEqualTo(colours.of(1L));
        assertThatThrownBy(() -> next.restore("blue")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_run_that_is_looked_at_after_many_others_has_its_colour_still() {
        int before = colours.of(37L);
        for (long run = 38; run < 38 + 2 * Palette.SERIES; run++) {
            colours.of(run);
        }
        SeriesColours next = new SeriesColours(() -> open);
        next.restore(colours.text());

        assertThat(next.of(37L)).isEqualTo(before);
    }

    @Test
    void a_run_that_is_opened_a_second_time_leaves_its_first_colour_to_the_first() {
        open.add(colours.opening(1L));
        assertThat(open.add(colours.opening(1L))).isTrue();

        for (long run = 2; run < Palette.SERIES; run++) {
            assertThat(open.add(colours.of(run))).as("run %d", run).isTrue();
        }
    }
}
