package org.kanworkbench.network.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    /** Ten of a hundred steps of warm-up, down to a hundredth; a half of the way is half of a half cosine. */
    @ParameterizedTest
    @CsvSource({"0, 0.0909090909", "9, 0.9090909091", "10, 1", "55, 0.505", "100, 0.01", "130, 0.01"})
    void a_cosine_rises_and_falls(long step, double factor) {
        assertThat(new Schedule.Cosine(0.1, 0.01).factor(step, 20, 100)).isCloseTo(factor, within(1e-9));
    }

    @Test
    void a_cosine_without_warm_up_falls_from_the_first_step() {
        Schedule cosine = new Schedule.Cosine(0, 0);

        assertThat(cosine.factor(0, 5, 30)).isEqualTo(1);
        assertThat(cosine.factor(10, 5, 30)).isCloseTo(0.75, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "39, 1", "40, 0.5", "79, 0.5", "80, 0.25"})
    void steps_multiply_every_so_many_epochs(long step, double factor) {
        assertThat(new Schedule.Step(2, 0.5).factor(step, 20, 100)).isEqualTo(factor);
    }

    @Test
    void grids_are_changed_every_so_many_epochs() {
        assertThat(IntStream.rangeClosed(1, 12).filter(new GridRefinement(3, 20)::due))
                .containsExactly(3, 6, 9, 12);
        assertThat(IntStream.rangeClosed(1, 12).filter(new GridUpdate(3, 9)::due))
                .containsExactly(3, 6, 9);
        assertThat(IntStream.rangeClosed(1, 12)
                        .filter(epoch -> GridRefinement.OFF.due(epoch) || GridUpdate.OFF.due(epoch)))
                .isEmpty();
    }

    /** Against sums written down from the formula, for two outputs of two inputs. */
    @Test
    void the_penalty_of_activities_is_their_sum_and_the_entropies_of_rows_and_columns() {
        SparsityPenalty penalty = new SparsityPenalty(1, 0.5, 2, 0, 0);
        double[][] slope = new double[2][2];

        double value = penalty.ofActivities(new double[][] {{1, 3}, {2, 0}}, slope);

        double rows = entropy(1 / 5.0) + entropy(3 / 5.0) + entropy(2 / 3.0);
        double columns = entropy(1 / 4.0) + entropy(2 / 4.0) + entropy(3 / 4.0);
        assertThat(value).isCloseTo(0.5 * 6 + 2 * (rows / 2 + columns / 2), within(1e-12));
        double step = 1e-6;
        double more = penalty.ofActivities(new double[][] {{1, 3 + step}, {2, 0}}, new double[2][2]);
        assertThat(slope[0][1]).isCloseTo((more - value) / step, within(1e-4));
    }

    private static double entropy(double share) {
        return -share * Math.log(share + 1e-4) / Math.log(2);
    }
}
