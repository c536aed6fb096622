package org.kanworkbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores, and what is said of them. */
class EvaluationTest {

    private static Evaluation.Regression regression(double loss, Evaluation.Fit... fits) {
        return new Evaluation.Regression(List.of(fits), 3, loss, new float[0], 0);
    }

    @Test
    void numbers_are_scored_by_the_mean_error_of_their_targets_and_compared_by_loss() {
        Evaluation.Regression two = regression(0.5, new Evaluation.Fit("a", 1, 0.25), new Evaluation.Fit("b", 4, 0.75));
        Evaluation.Regression lower = regression(0.4, new Evaluation.Fit("a", 9, 0));

        assertThat(two.score()).isEqualTo(2.5);
        assertThat(two.r2()).isEqualTo(0.5);
        assertThat(lower.betterThan(two)).isTrue();
        assertThat(two.betterThan(lower)).isFalse();
        assertThat(two.betterThan(two)).isFalse();
        assertThat(Evaluation.score(Optional.of(two))).hasValue(2.5);
        assertThat(two.measure().better(1, 2)).isTrue();
        assertThat(two.measure().better(1, 1)).isFalse();
    }

    /** As scikit-learn has it for y = [0]*8 + [1]*2, ŷ = [0]*7 + [1] + [0, 1]. */
    @Test
    void classes_that_are_not_balanced_are_scored_one_by_one() {
        Evaluation.Classification scores = new Evaluation.Classification(
                8, 10, 0, new int[][] {{7, 1, 0}, {1, 1, 0}, {0, 0, 0}}, new int[10], new float[10], 0);

        assertThat(scores.balancedAccuracy()).isCloseTo(0.6875, within(1e-12));
        assertThat(scores.macroF1()).isCloseTo(0.6875, within(1e-12));
        assertThat(scores.recall(1)).hasValue(0.5);
        assertThat(scores.precision(0)).hasValue(7 / 8.0);
        assertThat(scores.f1(1)).hasValue(0.5);
        assertThat(scores.recall(2)).isEmpty();
        assertThat(scores.precision(2)).isEmpty();
        assertThat(scores.commonest()).isZero();
        assertThat(scores.labelled(0)).isEqualTo(8);
    }

    @Test
    void no_rows_have_no_hits() {
        Evaluation none = new Evaluation.Classification(0, 0, 0, new int[0][], new int[0], new float[0], 0);

        assertThat(none.score()).isZero();
        assertThat(none.measure().better(2, 1)).isTrue();
        assertThat(none.measure().better(1, 1)).isFalse();
        assertThat(new Selected(3, none, 5, false, false).sentence()).isEqualTo("best of 5 was epoch 3");
    }

    @Test
    void a_grid_that_a_hundredth_of_its_inputs_miss_should_be_updated() {
        GridCoverage good = new GridCoverage(List.of(OptionalDouble.empty(), OptionalDouble.of(0.0099)));
        GridCoverage poor = new GridCoverage(List.of(OptionalDouble.of(0), OptionalDouble.of(0.01)));

        assertThat(good.poor()).isFalse();
        assertThat(poor.poor()).isTrue();
        assertThat(good.exists()).isTrue();
        assertThat(GridCoverage.none(2).exists()).isFalse();
        assertThat(good.sentence()).isEqualTo("Inputs outside the B-spline grid: 0.99 % in layer 2");
        assertThat(poor.sentence()).isEqualTo("Inputs outside the B-spline grid: 0.00 % in layer 1, 1.00 % in layer 2");
    }

    @ParameterizedTest
    @CsvSource({"8400, 00:08", "59500, 01:00", "3599000, 59:59", "3599600, 1:00:00", "3723000, 1:02:03"})
    void times_are_told_as_a_clock_does(long millis, String shown) {
        assertThat(ClockTime.of(Duration.ofMillis(millis))).isEqualTo(shown);
    }
}
