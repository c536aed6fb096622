package org.kanworkbench.network.basis;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.kanworkbench.network.basis.wavelet.GaussianWavelet;
import org.kanworkbench.network.basis.wavelet.Morlet;

/** Wavelets against each other's finite differences, integrals and closed forms. */
class WaveletTest {

    private static double at(FormulaBasis basis, double z) {
        double[] value = new double[1];
        basis.evaluate(z, value, new double[1]);
        return value[0];
    }

    @Test
    void each_order_is_the_derivative_of_the_one_below() {
        double h = 1e-5;
        for (double z = -3; z <= 3; z += 0.3) {
            double bell = (Math.exp(-(z + h) * (z + h) / 2) - Math.exp(-(z - h) * (z - h) / 2)) / (2 * h);
            assertThat(at(new GaussianWavelet(1, false), z)).isCloseTo(bell, Offset.offset(1e-9));
            for (int n = 2; n <= 6; n++) {
                GaussianWavelet below = new GaussianWavelet(n - 1, false);
                double slope = (at(below, z + h) - at(below, z - h)) / (2 * h);
                assertThat(at(new GaussianWavelet(n, false), z)).isCloseTo(slope, Offset.offset(1e-7));
            }
        }
    }

    @Test
    void the_square_of_a_normalised_one_has_the_integral_1() {
        for (int n = 1; n <= 6; n++) {
            double sum = 0;
            for (double z = -10; z < 10; z += 0.01) {
                sum += 0.01 * Math.pow(at(new GaussianWavelet(n, true), z), 2);
            }
            assertThat(sum).as("order %d", n).isCloseTo(1, Offset.offset(1e-9));
        }
    }

    @Test
    void an_edge_sees_its_input_shifted_and_stretched() {
        double z = (0.7 - 0.2) / -0.5;
        assertThat(at(new Morlet().at(0.2, -0.5), 0.7))
                .isCloseTo(Math.cos(5 * z) * Math.exp(-z * z / 2), Offset.offset(1e-14));
    }
}
