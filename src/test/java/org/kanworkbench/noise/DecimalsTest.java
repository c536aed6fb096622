package org.kanworkbench.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecimalsTest {

    @Test
    void what_is_rounded_to_zero_has_no_sign() {
        assertThat(Decimals.of(1, -0.04)).isEqualTo("0.0");
        assertThat(Decimals.of(0, -0.0)).isEqualTo("0");
        assertThat(Decimals.of(1, -0.06)).isEqualTo("−0.1");
        assertThat(Decimals.signed(2, -0.004)).isEqualTo("0.00");
        assertThat(Decimals.signed(2, 0.004)).isEqualTo("0.00");
        assertThat(Decimals.signed(2, 0.3)).isEqualTo("+0.30");
        assertThat(Decimals.signed(2, -0.3)).isEqualTo("−0.30");
    }
}
