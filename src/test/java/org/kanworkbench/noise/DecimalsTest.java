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

    @Test
    void a_noise_level_has_all_of_its_digits() {
        assertThat(Decimals.exact(0.005)).isEqualTo("0.005");
        assertThat(Decimals.exact(10)).isEqualTo("10");
        assertThat(Decimals.exact(1e-5)).isEqualTo("0.00001");
        assertThat(Decimals.exact(-3)).isEqualTo("−3");
        assertThat(Decimals.exact(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }
}
