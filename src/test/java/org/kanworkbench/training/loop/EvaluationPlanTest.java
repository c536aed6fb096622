package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationPlanTest {

    @ParameterizedTest
    @CsvSource({"938, 60000, 10000", "16, 160, 40", "5, 80, 20", "100, 1600, 9000", "1, 10, 10"})
    void knows_how_many_evaluations_are_left_at_every_step(long stepsPerEpoch, int trainRows, int testRows) {
        int epochs = 3;
        EvaluationPlan plan = EvaluationPlan.of(stepsPerEpoch, trainRows, testRows);
        long expected = 0;
        for (int epoch = epochs - 1; epoch >= 0; epoch--) {
            for (long done = stepsPerEpoch; done >= 1; done--) {
                assertThat(plan.left(epoch, done, epochs))
                        .as("epoch %d, step %d", epoch, done)
                        .isEqualTo(expected);
                if (plan.due(epoch, done)) {
                    expected++;
                }
            }
        }
    }

    @Test
    void a_large_test_set_is_scored_after_epochs_only() {
        EvaluationPlan plan = EvaluationPlan.of(100, 1600, 1600);

        for (long done = 1; done < 100; done++) {
            assertThat(plan.due(0, done)).isFalse();
        }
        assertThat(plan.due(0, 100)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"16, 100, 30, true", "15, 100, 30, false", "16, 100, 31, false"})
    void epochs_are_scored_within_from_sixteen_steps_and_up_to_three_tenths_of_the_rows(
            long stepsPerEpoch, int trainRows, int testRows, boolean within) {
        assertThat(EvaluationPlan.of(stepsPerEpoch, trainRows, testRows).within())
                .isEqualTo(within);
    }

    @Test
    void a_run_that_nobody_watches_is_scored_after_epochs_only() {
        EvaluationPlan plan = EvaluationPlan.afterEpochs(100);

        for (long done = 1; done < 100; done++) {
            assertThat(plan.due(0, done) || plan.snapshotDue(0, done))
                    .as("step %d", done)
                    .isFalse();
        }
        assertThat(plan.due(0, 100)).isTrue();
        assertThat(plan.left(0, 30, 3)).isEqualTo(3);
    }
}
