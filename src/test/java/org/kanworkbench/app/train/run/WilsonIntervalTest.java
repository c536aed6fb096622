package org.kanworkbench.app.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonIntervalTest {

    /** 81 of 263: a worked example of Newcombe (1998), table I, method 3. */
    @Test
    void newcombes_example_is_met() {
        WilsonInterval interval = WilsonInterval.of(81, 263);
        assertThat(interval.low()).isCloseTo(0.2553, within(5e-5));
        assertThat(interval.high()).isCloseTo(0.3662, within(5e-5));
    }

    @Test
    void it_stays_within_0_and_1_and_open_towards_the_unknown() {
        assertThat(WilsonInterval.of(0, 20).low()).isZero();
        assertThat(WilsonInterval.of(0, 20).high()).isCloseTo(0.1611, within(5e-5));
        assertThat(WilsonInterval.of(20, 20).low()).isCloseTo(0.8389, within(5e-5));
        assertThat(WilsonInterval.of(20, 20).high()).isEqualTo(1);
    }
}
