package org.kanworkbench.engine.workers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TeamGaugeTest {

    private final TeamGauge gauge = new TeamGauge();

    @Test
    void tasks_stay_shared_where_sharing_is_faster() {
        assertThat(shareOfSharedTasks(100, 190)).isGreaterThan(0.97);
    }

    @Test
    void tasks_are_done_alone_where_sharing_is_slower_and_shared_again_when_it_pays_again() {
        shareOfSharedTasks(1000, 200);
        assertThat(shareOfSharedTasks(1000, 200)).isLessThan(0.03);
        shareOfSharedTasks(100, 200);
        assertThat(shareOfSharedTasks(100, 200)).isGreaterThan(0.97);
    }

    @Test
    void a_slightly_faster_probe_is_taken_for_noise() {
        assertThat(shareOfSharedTasks(100, 95)).isGreaterThan(0.97);
    }

    @Test
    void a_moment_of_disturbance_does_not_decide_for_long() {
        shareOfSharedTasks(100, 190);
        for (int task = 0; task < 2_100; task++) {
            gauge.took(gauge.together() ? 1000 : 190);
        }
        assertThat(gauge.together()).isFalse();
        assertThat(shareOfSharedTasks(100, 190)).isGreaterThan(0.9);
    }

    private double shareOfSharedTasks(long nanosTogether, long nanosAlone) {
        int shared = 0;
        for (int task = 0; task < 10_000; task++) {
            boolean together = gauge.together();
            shared += together ? 1 : 0;
            gauge.took(together ? nanosTogether : nanosAlone);
        }
        return shared / 10_000.0;
    }
}
