package org.kanworkbench.noise.nkan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.kanworkbench.training.trials.WorkControl;

class NkanExperimentTest {

    @Test
    void its_networks_learn_the_clean_sine_and_lose_it_as_the_inputs_get_noisy() throws Exception {
        NkanResult result = NkanExperiment.run(0);

        assertThat(result.levels()).hasSize(20).startsWith(0.1).endsWith(2.0);
        // 3·(64 + 64) + 192 + 1, and 128 + 2,080 + 528 + 17: PyTorch counts the same.
        assertThat(result.lazyKan().parameters()).isEqualTo(577);
        assertThat(result.mlp().parameters()).isEqualTo(2753);
        assertThat(result.mlp().trainLoss()).hasSize(500);
        assertThat(result.mlp().trainLoss().getLast()).isLessThan(0.01);
        assertThat(result.lazyKan().trainLoss().getLast())
                .isLessThan(result.lazyKan().trainLoss().getFirst() / 2);
        for (NkanResult.Curves curves : new NkanResult.Curves[] {result.lazyKan(), result.mlp()}) {
            assertThat(curves.loss().getLast()).isGreaterThan(curves.loss().getFirst());
            // The targets' mean square over 100 even points is 0.495.
            assertThat(curves.snrDb().get(5))
                    .isCloseTo(10 * Math.log10(0.495 / curves.loss().get(5)), within(1e-4));
        }
    }

    @Test
    void an_interruption_ends_both_networks() {
        WorkControl control = new WorkControl();
        assertThatThrownBy(() -> NkanExperiment.run(
                        0, control, _ -> Thread.currentThread().interrupt()))
                .isInstanceOf(InterruptedException.class);
        assertThat(control.cancelled()).isTrue();
    }
}
