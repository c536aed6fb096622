package org.kanworkbench.network.basis.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.network.Limits;

/** Kernels, gradients, files and graphs of every basis are tested where they are; here is what Jacobi's polynomials are. */
class JacobiTest {

    /** Szegő's 4.3.2, which shares nothing with the recurrence. */
    private static double explicit(int n, double alpha, double beta, double x) {
        double sum = 0;
        for (int s = 0; s <= n; s++) {
            sum += binomial(n + alpha, n - s)
                    * binomial(n + beta, s)
                    * Math.pow((x - 1) / 2, s)
                    * Math.pow((x + 1) / 2, n - s);
        }
        return sum;
    }

    private static double binomial(double top, int k) {
        double product = 1;
        for (int i = 1; i <= k; i++) {
            product *= (top - k + i) / i;
        }
        return product;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 0", "-0.5, -0.5", "2, -0.9", "0.3, 5"})
    void values_are_those_of_the_explicit_sum(double alpha, double beta) {
        double[] value = new double[Limits.MAX_ORDER + 1];
        for (double x : new double[] {-1, -0.4, 0.05, 0.8, 1, 1.3}) {
            new Jacobi(Limits.MAX_ORDER, alpha, beta).evaluate(x, value, new double[value.length]);
            for (int n = 0; n < value.length; n++) {
                double expected = explicit(n, alpha, beta, x);
                assertThat(value[n])
                        .as("degree %d at %f", n, x)
                        .isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1.2", "-1", "-0.3", "0", "0.71", "1", "1.4"})
    void legendre_is_the_case_without_weight(double x) {
        double[][] jacobi = new double[2][9];
        double[][] legendre = new double[2][9];
        new Jacobi(8, 0, 0).evaluate(x, jacobi[0], jacobi[1]);
        new Legendre(8).evaluate(x, legendre[0], legendre[1]);
        assertThat(jacobi[0]).containsExactly(legendre[0], within(1e-12));
        assertThat(jacobi[1]).containsExactly(legendre[1], within(1e-10));
    }

    @Test
    void a_weight_that_cannot_be_integrated_is_refused_in_one_line() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Jacobi(3, -1, 0))
                .withMessage("alpha of jacobi is -1.0: choose -0.9 to 5.0");
    }
}
