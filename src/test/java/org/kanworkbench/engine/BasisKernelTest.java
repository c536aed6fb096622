package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.network.Basis;
import org.kanworkbench.network.Chebyshev;
import org.kanworkbench.network.Fourier;
import org.kanworkbench.network.GaussianRbf;
import org.kanworkbench.network.Jacobi;
import org.kanworkbench.network.Legendre;
import org.kanworkbench.network.Monomial;

/** Every fast kernel against the basis's own definition, inside its domain and beyond. */
class BasisKernelTest {

    private static final int POINTS = 203;
    private static final int PLANE = 224;

    static Stream<Basis> bases() {
        return Stream.of(
                new Legendre(1),
                new Legendre(8),
                new Chebyshev(2),
                new Chebyshev(7),
                new Monomial(5),
                new BSpline(5, 1),
                new BSpline(5, 3),
                new BSpline(8, 2),
                new BSpline(3, 5),
                new BSpline(12, 3, -2, 3),
                new Jacobi(6, 1, 1),
                new Jacobi(4, -0.5, 2),
                new Fourier(1),
                new Fourier(5),
                new GaussianRbf(8),
                new GaussianRbf(3, 0, 2));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void values_and_derivatives_agree_with_the_definition(Basis basis) {
        int functions = basis.terms() - (basis.constantFirst() ? 1 : 0);
        float[] points = new float[PLANE];
        for (int n = 0; n < POINTS; n++) {
            // Off the knots: a derivative jumps there for order 1.
            points[n] = (float) (basis.lower() + (basis.upper() - basis.lower()) * (1.3 * (n + 0.37) / POINTS - 0.15));
        }
        float[] fast = new float[functions * PLANE + 7];
        float[] fastSlope = new float[functions * PLANE + 7];
        float[] plain = new float[functions * PLANE + 7];
        float[] plainSlope = new float[functions * PLANE + 7];
        BasisKernel.of(basis).expand(points, POINTS, fast, fastSlope, 7, PLANE);
        new PointwiseKernel(basis).expand(points, POINTS, plain, plainSlope, 7, PLANE);
        for (int k = 0; k < functions; k++) {
            for (int n = 0; n < POINTS; n++) {
                int at = 7 + k * PLANE + n;
                assertThat(fast[at])
                        .as("function %d at %f", k, points[n])
                        .isCloseTo(plain[at], Offset.offset(tolerance(plain[at])));
                assertThat(fastSlope[at])
                        .as("derivative %d at %f", k, points[n])
                        .isCloseTo(plainSlope[at], Offset.offset(tolerance(plainSlope[at])));
            }
        }
    }

    private static float tolerance(float expected) {
        return 2e-5f * (1 + Math.abs(expected));
    }
}
