package org.kanworkbench.app.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CadenceTest {

    private static final long FRAME = 1_000_000_000L / 60;

    private static int timesIn(int frames, int timesASecond) {
        Cadence cadence = new Cadence(timesASecond);
        int times = 0;
        for (int f = 0; f < frames; f++) {
            times += cadence.due(7 + f * FRAME) ? 1 : 0;
        }
        return times;
    }

    @Test
    void of_sixty_frames_a_second_every_second_or_twelfth_is_due() {
        assertThat(timesIn(60, 30)).isEqualTo(30);
        assertThat(timesIn(60, 5)).isEqualTo(5);
    }

    @Test
    void slow_frames_are_all_due() {
        Cadence cadence = new Cadence(30);
        for (int f = 0; f < 10; f++) {
            assertThat(cadence.due(f * 40_000_000L)).isTrue();
        }
    }
}
