package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunClockTest {

    private long now = 7_000_000_000L;
    private final RunClock clock = new RunClock(Duration.ofSeconds(10), () -> now);

    private void pass(double seconds) {
        now += Math.round(seconds * 1e9);
    }

    private double remaining(long steps, long evaluations) {
        return clock.remaining(steps, evaluations, 20).toNanos() / 1e9;
    }

    @Test
    void time_before_an_interruption_counts_and_pauses_do_not() {
        for (int pauses = 0; pauses < 2; pauses++) {
            pass(2);
            clock.pause();
            pass(5);
            clock.resume();
        }
        pass(1);

        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void the_rest_is_steps_and_evaluations_as_they_took() {
        assertThat(remaining(100, 3)).as("nothing is known yet").isZero();

        clock.stepTook(0.1);
        assertThat(remaining(100, 3)).isEqualTo(100 * 0.1 + 3 * 20 * 0.35 * 0.1, within(1e-6));

        clock.evaluationTook(4);
        assertThat(remaining(100, 3)).isEqualTo(100 * 0.1 + 3 * 4, within(1e-6));
    }

    @Test
    void one_slow_evaluation_among_thousands_of_fast_ones_hardly_counts() {
        clock.stepTook(0.0001);
        for (int n = 0; n < 10_000; n++) {
            pass(0.001);
            clock.evaluationTook(n == 9_999 ? 0.05 : 0.0005);
        }
        assertThat(remaining(0, 10_000)).isBetween(5.0, 5.3);
    }

    @Test
    void steps_of_long_ago_are_forgotten() {
        clock.stepTook(0.1);
        pass(5);
        clock.stepTook(0.2);
        // A memory of 0.3 of 5 seconds: the ten before the interruption have no cold steps.
        double faded = Math.exp(-5 / 1.5);
        double sum = 0.2 + 0.1 * faded;
        double count = 1 + faded;
        assertThat(remaining(1000, 0)).isEqualTo(1000 * sum / count, within(1e-5));

        pass(20);
        clock.stepTook(0.3);
        // And of 5 seconds at most.
        faded = Math.exp(-4);
        assertThat(remaining(1000, 0)).isEqualTo(1000 * (0.3 + faded * sum) / (1 + faded * count), within(1e-5));
    }

    @Test
    void evaluations_that_wait_for_a_core_now_and_then_count_as_often_as_they_do() {
        clock.stepTook(0.0001);
        for (int n = 0; n < 1000; n++) {
            double took = n % 50 == 49 ? 0.05 : 0.0002;
            pass(took);
            clock.evaluationTook(took);
        }
        assertThat(remaining(0, 1000)).isBetween(1.0, 1.6);
    }

    @Test
    void a_slow_first_step_after_an_interruption_is_soon_forgotten() {
        pass(1);
        clock.stepTook(1);
        for (int n = 0; n < 4000; n++) {
            pass(0.001);
            clock.stepTook(0.001);
        }
        assertThat(remaining(1000, 0)).isBetween(1.0, 8.0);
    }
}
