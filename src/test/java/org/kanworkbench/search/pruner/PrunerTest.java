package org.kanworkbench.search.pruner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kanworkbench.search.pruner.Pruner.Other;

class PrunerTest {

    private static List<Other> others(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Other(List.of(0.1 * i, 0.1 * i, 0.1 * i, 0.1 * i, 0.1 * i), true))
                .toList();
    }

    @Test
    void asha_lets_the_best_quarter_go_on_from_each_rung() {
        // With itself eight trials, of which two go on.
        assertThat(Pruner.ASHA.prunes(List.of(0.05), others(7))).isFalse();
        assertThat(Pruner.ASHA.prunes(List.of(0.15), others(7))).isTrue();
        // No rung after two and three epochs; the next one is after four.
        assertThat(Pruner.ASHA.prunes(List.of(0.05, 0.9, 0.9), others(7))).isFalse();
        assertThat(Pruner.ASHA.prunes(List.of(0.05, 0.9, 0.9, 0.9), others(7))).isTrue();
    }

    @Test
    void of_the_first_three_trials_the_best_goes_on() {
        assertThat(Pruner.ASHA.prunes(List.of(0.9), List.of())).isFalse();
        assertThat(Pruner.ASHA.prunes(List.of(0.9), others(2))).isTrue();
        assertThat(Pruner.ASHA.prunes(List.of(-1.0), others(2))).isFalse();
    }

    @Test
    void the_median_of_complete_trials_is_the_limit_for_the_best_so_far() {
        assertThat(Pruner.MEDIAN.prunes(List.of(0.9), others(4))).isFalse();
        // Median of 0, 0.1 … 0.4.
        assertThat(Pruner.MEDIAN.prunes(List.of(0.25), others(5))).isTrue();
        assertThat(Pruner.MEDIAN.prunes(List.of(0.15, 0.9), others(5))).isFalse();
        assertThat(Pruner.MEDIAN.prunes(List.of(0.9), List.of(new Other(List.of(0.1), false))))
                .isFalse();
    }

    @Test
    void none_never_prunes() {
        assertThat(Pruner.NONE.prunes(List.of(99.0), others(50))).isFalse();
    }
}
