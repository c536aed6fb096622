package org.kanworkbench.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Engines;

class StepTimerTest {

    private final Dataset dataset = Toy.dataset(640, 100);

    @Test
    void an_epoch_takes_its_number_of_steps() {
        StepTimer.Timing timing = StepTimer.measure(
                        Engines.VECTOR, Toy.configuration("kal-net", 1, 1), dataset, () -> true)
                .orElseThrow();

        assertThat(timing.msPerStep()).isPositive();
        assertThat(timing.secondsPerEpoch()).isEqualTo(timing.msPerStep() * 40 / 1000, within(1e-12));
    }

    @Test
    void gives_up_at_the_next_step() {
        int[] steps = {0};

        assertThat(StepTimer.measure(Engines.VECTOR, Toy.configuration("kal-net", 1, 1), dataset, () -> ++steps[0] < 4))
                .isEmpty();
    }
}
