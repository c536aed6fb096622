package org.kanworkbench.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerMeasurementTest {

    @Test
    void the_least_speedup_takes_the_peers_best_and_our_worst() {
        assertThat(PeerMeasurement.least(new double[] {6, 90, 8}, new double[] {1, 2, 1.5}))
                .isEqualTo(3);
    }
}
