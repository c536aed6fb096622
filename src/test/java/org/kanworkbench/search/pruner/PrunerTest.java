package org.kanworkbench.search.pruner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kanworkbench.search.pruner.Pruner.Other;

class PrunerTest {

    private static final int EPOCHS = 16;

    private static List<Other> others(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Other(List.of(0.1 * i, 0.1 * i, 0.1 * i, 0.1 * i, 0.1 * i), true))
                .toList();
    }

    @Test
    void asha_lets_the_best_quarter_go_on_from_each_rung() {
        // With itself eight trials, of which two go on.
        assertThat(Pruner.ASHA.prunes(List.of(0.05), others(7), EPOCHS)).isFalse();
        assertThat(Pruner.ASHA.prunes(List.of(0.15), others(7), EPOCHS)).isTrue();
        // No rung after two and three epochs; the next one is after four.
        assertThat(Pruner.ASHA.prunes(List.of(0.05, 0.9, 0.9), others(7), EPOCHS))
                .isFalse();
        assertThat(Pruner.ASHA.prunes(List.of(0.05, 0.9, 0.9, 0.9), others(7), EPOCHS))
                .isTrue();
    }

    @Test
    void ashas_first_rung_is_later_in_long_trainings() {
        List<Double> curve = new ArrayList<>();
        List<Integer> rungs = new ArrayList<>();
        List<Other> worse = List.of(new Other(Collections.nCopies(300, 0.0), true));
        for (int epoch = 1; epoch < 300; epoch++) {
            curve.add(1.0);
            if (Pruner.ASHA.prunes(curve, worse, 300)) {
                rungs.add(epoch);
            }
        }
        assertThat(rungs).containsExactly(5, 20, 80);
    }

    @Test
    void of_the_first_three_trials_the_best_goes_on() {
        assertThat(Pruner.ASHA.prunes(List.of(0.9), List.of(), EPOCHS)).isFalse();
        assertThat(Pruner.ASHA.prunes(List.of(0.9), others(2), EPOCHS)).isTrue();
        assertThat(Pruner.ASHA.prunes(List.of(-1.0), others(2), EPOCHS)).isFalse();
    }

    @Test
    void the_median_of_complete_trials_is_the_limit_for_the_best_so_far() {
        assertThat(Pruner.MEDIAN.prunes(List.of(0.9), others(4), EPOCHS)).isFalse();
        // Median of 0, 0.1 … 0.4.
        assertThat(Pruner.MEDIAN.prunes(List.of(0.25), others(5), EPOCHS)).isTrue();
        assertThat(Pruner.MEDIAN.prunes(List.of(0.15, 0.9), others(5), EPOCHS)).isFalse();
        assertThat(Pruner.MEDIAN.prunes(List.of(0.9), List.of(new Other(List.of(0.1), false)), EPOCHS))
                .isFalse();
    }

    @Test
    void none_never_prunes() {
        assertThat(Pruner.NONE.prunes(List.of(99.0), others(50), EPOCHS)).isFalse();
    }
}
