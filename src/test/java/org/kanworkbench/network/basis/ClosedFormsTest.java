package org.kanworkbench.network.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Functions and derivatives against forms that share nothing with how they are computed. */
class ClosedFormsTest {

    private static final double[] POINTS = {-0.97, -0.4, 0.003, 0.31, 0.88};

    private static void assertFunctions(Basis basis, double x, IntToDoubleFunction values, IntToDoubleFunction slopes) {
        double[] value = new double[basis.terms()];
        double[] slope = new double[basis.terms()];
        basis.evaluate(x, value, slope);
        for (int k = 0; k < basis.terms(); k++) {
            assertThat(value[k]).as("%s at %f", basis.termName(k), x).isCloseTo(values.applyAsDouble(k), within(1e-12));
            assertThat(slope[k])
                    .as("%s' at %f", basis.termName(k), x)
                    .isCloseTo(slopes.applyAsDouble(k), within(1e-11));
        }
    }

    /** T_k(cos θ) = cos kθ. */
    @Test
    void chebyshev_polynomials_are_cosines_of_multiples() {
        for (double x : POINTS) {
            double angle = Math.acos(x);
            assertFunctions(
                    new Chebyshev(6), x, k -> Math.cos(k * angle), k -> k * Math.sin(k * angle) / Math.sin(angle));
        }
    }

    @Test
    void legendre_polynomials_are_those_of_the_tables() {
        for (double x : POINTS) {
            double[] p = {
                1, x, (3 * x * x - 1) / 2, (5 * x * x * x - 3 * x) / 2, (35 * Math.pow(x, 4) - 30 * x * x + 3) / 8
            };
            double[] d = {0, 1, 3 * x, (15 * x * x - 3) / 2, (140 * Math.pow(x, 3) - 60 * x) / 8};
            assertFunctions(new Legendre(4), x, k -> p[k], k -> d[k]);
        }
    }

    @Test
    void monomials_are_powers() {
        for (double x : POINTS) {
            assertFunctions(new Monomial(5), x, k -> Math.pow(x, k), k -> k == 0 ? 0 : k * Math.pow(x, k - 1.0));
        }
    }

    @Test
    void gaussians_are_bumps_as_wide_as_their_distance() {
        GaussianRbf basis = new GaussianRbf(4, -1, 2);
        for (double x : POINTS) {
            assertFunctions(
                    basis,
                    x,
                    k -> Math.exp(-Math.pow(x - (k - 1), 2)),
                    k -> -2 * (x - (k - 1)) * Math.exp(-Math.pow(x - (k - 1), 2)));
        }
    }
}
