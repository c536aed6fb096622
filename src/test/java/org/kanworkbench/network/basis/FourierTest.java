package org.kanworkbench.network.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.network.Limits;

/** Kernels, gradients, files and graphs of every basis are tested where they are; here is what Fourier's functions are. */
class FourierTest {

    @ParameterizedTest
    @ValueSource(doubles = {-1.7, -1, -0.25, 0, 0.4, 1, 3.1})
    void the_functions_are_cosines_and_sines_of_whole_frequencies(double x) {
        Fourier basis = new Fourier(Limits.MAX_ORDER);
        double[] value = new double[basis.terms()];
        double[] derivative = new double[basis.terms()];
        basis.evaluate(x, value, derivative);
        assertThat(value[0]).isEqualTo(1);
        assertThat(derivative[0]).isZero();
        for (int k = 1; k <= basis.order(); k++) {
            double angle = k * Math.PI * x;
            assertThat(value[2 * k - 1]).isCloseTo(Math.cos(angle), within(1e-12));
            assertThat(value[2 * k]).isCloseTo(Math.sin(angle), within(1e-12));
            assertThat(derivative[2 * k - 1]).isCloseTo(-k * Math.PI * Math.sin(angle), within(1e-11 * k));
            assertThat(derivative[2 * k]).isCloseTo(k * Math.PI * Math.cos(angle), within(1e-11 * k));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-4, -0.25, 0, 1, 3.1})
    void one_period_is_the_domain(double x) {
        double[] value = new double[5];
        new Fourier(2, -Math.PI, Math.PI).evaluate(x, value, new double[5]);
        assertThat(value)
                .containsExactly(
                        new double[] {1, Math.cos(x), Math.sin(x), Math.cos(2 * x), Math.sin(2 * x)}, within(1e-12));
        new Fourier(2, 1, 5).evaluate(x, value, new double[5]);
        assertThat(value[3]).isCloseTo(Math.cos(Math.PI * (x - 3)), within(1e-12));
        assertThat(new Fourier(2, -Math.PI, Math.PI).termName(3)).isEqualTo("cos 2x");
    }

    @Test
    void terms_are_named_by_their_frequency() {
        Fourier basis = new Fourier(2);
        assertThat(new String[] {
                    basis.termName(0), basis.termName(1), basis.termName(2), basis.termName(3), basis.termName(4)
                })
                .containsExactly("1", "cos πx", "sin πx", "cos 2πx", "sin 2πx");
    }
}
