package org.kanworkbench.network.basis.trained;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.kanworkbench.network.basis.FormulaBasis;

/** Values of rational functions by hand, and what the published fit is a fit of. */
class RationalTest {

    private static double at(FormulaBasis basis, double x) {
        double[] value = new double[1];
        basis.evaluate(x, value, new double[1]);
        return value[0];
    }

    @Test
    void the_function_is_the_quotient_of_its_polynomials() {
        // (1 + 2x + 3x²)/(1 + 4|x|) at −2 and 0.5
        Rational basis = new Rational(2, 1, Rational.Start.IDENTITY, false);
        FormulaBasis valued = basis.at(new double[] {1, 2, 3, -4});
        assertThat(at(valued, -2)).isCloseTo(9 / 9.0, Offset.offset(1e-15));
        assertThat(at(valued, 0.5)).isCloseTo(2.75 / 3, Offset.offset(1e-15));
        FormulaBasis signed = new Rational(2, 1, Rational.Start.IDENTITY, true).at(new double[] {1, 2, 3, -4});
        assertThat(at(signed, -2)).isCloseTo(9 / -7.0, Offset.offset(1e-15));
    }

    @Test
    void it_begins_as_x_or_as_silu() {
        for (double x = -3; x <= 3; x += 0.25) {
            assertThat(at(new Rational(5, 8, Rational.Start.IDENTITY, false), x))
                    .isEqualTo(x);
            assertThat(at(new Rational(5, 8, Rational.Start.SILU, false), x))
                    .isCloseTo(x / (1 + Math.exp(-x)), Offset.offset(1e-3));
        }
    }

    @Test
    void consecutive_inputs_of_a_group_share_denominators_and_all_share_the_numerator() {
        Rational basis = new Rational(5, 2, Rational.Start.SILU, false);
        assertThat(basis.size(6)).isEqualTo(6 + 4 * 2);
        assertThat(basis.place(3, 0, 0, 6)).isEqualTo(basis.place(3, 0, 5, 6));
        assertThat(basis.place(7, 0, 0, 6)).isEqualTo(basis.place(7, 0, 2, 6)).isNotEqualTo(basis.place(7, 0, 3, 6));
        assertThat(new Rational(5, 8, Rational.Start.SILU, false).size(3)).isEqualTo(6 + 4 * 3);
    }
}
