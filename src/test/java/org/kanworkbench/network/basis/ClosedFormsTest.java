package org.kanworkbench.network.basis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.kanworkbench.network.basis.recurrence.Bessel;
import org.kanworkbench.network.basis.recurrence.Chebyshev;
import org.kanworkbench.network.basis.recurrence.Gegenbauer;
import org.kanworkbench.network.basis.recurrence.Hermite;
import org.kanworkbench.network.basis.recurrence.Jacobi;
import org.kanworkbench.network.basis.recurrence.Laguerre;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.recurrence.Monomial;
import org.kanworkbench.network.basis.trained.Sine;

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

    /** Szegő's 4.7.1 with α − ½ for both exponents: C_k / C_k(1) = P_k / P_k(1). */
    @Test
    void gegenbauer_polynomials_are_multiples_of_those_of_jacobi() {
        Gegenbauer basis = new Gegenbauer(5, 1.7);
        Jacobi jacobi = new Jacobi(5, 1.2, 1.2);
        double[] end = new double[6];
        double[] jacobiEnd = new double[6];
        basis.evaluate(1, end, new double[6]);
        jacobi.evaluate(1, jacobiEnd, new double[6]);
        for (double x : POINTS) {
            double[] p = new double[6];
            double[] d = new double[6];
            jacobi.evaluate(x, p, d);
            assertFunctions(basis, x, k -> p[k] * end[k] / jacobiEnd[k], k -> d[k] * end[k] / jacobiEnd[k]);
            assertThat(end).containsExactly(new double[] {1, 3.4, 7.48, 13.464, 21.5424, 31.882752}, within(1e-12));
        }
    }

    @Test
    void hermite_polynomials_are_those_of_the_tables() {
        for (double x : POINTS) {
            double[] h = {1, 2 * x, 4 * x * x - 2, 8 * x * x * x - 12 * x, 16 * Math.pow(x, 4) - 48 * x * x + 12};
            assertFunctions(new Hermite(4), x, k -> h[k], k -> k == 0 ? 0 : 2 * k * h[k - 1]);
        }
    }

    /** Explicit sums, and L'_k(α) = −L_{k−1}(α + 1). */
    @Test
    void laguerre_polynomials_are_those_of_the_tables() {
        for (double x : POINTS) {
            for (double a : new double[] {0, -0.5, 3}) {
                assertFunctions(
                        new Laguerre(3, a), x, k -> laguerre(k, a, x), k -> k == 0 ? 0 : -laguerre(k - 1, a + 1, x));
            }
        }
    }

    private static double laguerre(int k, double a, double x) {
        return switch (k) {
            case 0 -> 1;
            case 1 -> 1 + a - x;
            case 2 -> x * x / 2 - (a + 2) * x + (a + 1) * (a + 2) / 2;
            default ->
                -x * x * x / 6 + (a + 3) * x * x / 2 - (a + 2) * (a + 3) * x / 2 + (a + 1) * (a + 2) * (a + 3) / 6;
        };
    }

    @Test
    void bessel_polynomials_are_those_of_the_tables() {
        for (double x : POINTS) {
            double[] y = {1, x + 1, 3 * x * x + 3 * x + 1, 15 * x * x * x + 15 * x * x + 6 * x + 1};
            double[] d = {0, 1, 6 * x + 3, 45 * x * x + 30 * x + 6};
            assertFunctions(new Bessel(3), x, k -> y[k], k -> d[k]);
        }
    }

    @Test
    void sech_bumps_are_slopes_of_switches_and_pass_on_their_share_of_the_gradient() {
        for (double share : new double[] {1, 0.5}) {
            SechBump basis = new SechBump(3, -1.2, 1.2, share);
            for (double x : POINTS) {
                assertFunctions(
                        basis,
                        x,
                        k -> 1 / Math.pow(Math.cosh(x - 1.2 * (k - 1)), 2),
                        k -> -2 * share * Math.sinh(x - 1.2 * (k - 1)) / Math.pow(Math.cosh(x - 1.2 * (k - 1)), 3));
            }
        }
    }

    /** B-splines by de Boor's recursion, Gaussians by theirs. */
    @Test
    void spline_bumps_are_sums_of_both() {
        SplineBump basis = new SplineBump(5, 3, -1.5, 1.5);
        BSpline spline = new BSpline(5, 3, -1.5, 1.5);
        GaussianRbf gaussian = new GaussianRbf(8, -1.5, 1.5);
        for (double x : new double[] {-3.4, -1.49, -0.4, 0.003, 0.31, 1.2, 2.6}) {
            double[][] b = new double[2][8];
            double[][] g = new double[2][8];
            spline.evaluate(x, b[0], b[1]);
            gaussian.evaluate(x, g[0], g[1]);
            assertFunctions(basis, x, k -> b[0][k] + g[0][k], k -> b[1][k] + g[1][k]);
        }
    }

    /** Of the first of several inputs, and with other values. */
    @Test
    void sines_have_frequencies_of_their_own_and_phases_that_stay() {
        Sine basis = new Sine(2, 0.5);
        double ratio = 0.9724108095811765 + 0.999449553483052;
        assertThat(basis.start(0, 3)).containsExactly(new double[] {0.5, 1, ratio / 3, ratio * 2 / 3}, within(1e-12));
        assertThat(basis.start(2, 3)[2]).isCloseTo((1.0 / 3 + Math.PI) * ratio, within(1e-12));
        double[] own = {1.5, -2, 0.3, 0.4};
        for (double x : POINTS) {
            assertFunctions(
                    basis.at(own),
                    x,
                    k -> Math.sin(own[k] * x + own[2 + k]),
                    k -> own[k] * Math.cos(own[k] * x + own[2 + k]));
            assertFunctions(
                    basis.along(own, 0),
                    x,
                    k -> Math.sin(own[k] * x + own[2 + k]),
                    k -> x * Math.cos(own[k] * x + own[2 + k]));
        }
    }

    @Test
    void relu_bumps_begin_with_height_one_and_are_0_outside_their_ends() {
        ReluBump basis = new ReluBump(4, 1, -1, 1);
        for (double x : POINTS) {
            assertFunctions(
                    basis,
                    x,
                    k -> Math.abs(x - 0.5 * (k - 2)) < 0.5
                            ? Math.pow(4 * (x - 0.5 * (k - 3)) * (0.5 * (k - 1) - x), 2)
                            : 0,
                    k -> {
                        double v = x - 0.5 * (k - 2);
                        return Math.abs(v) < 0.5 ? 2 * 4 * (0.25 - v * v) * 4 * -2 * v : 0;
                    });
        }
        double[] middle = new double[5];
        basis.evaluate(0, middle, new double[5]);
        assertThat(middle[2]).isEqualTo(1);
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
