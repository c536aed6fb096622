package org.kanworkbench.network.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
}
