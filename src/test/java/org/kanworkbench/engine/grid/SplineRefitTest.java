package org.kanworkbench.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.network.basis.BSpline;

class SplineRefitTest {

    private static final int INPUTS = 5000;

    private static float[] even(double from, double to) {
        SplittableRandom random = new SplittableRandom(1);
        float[] s = new float[INPUTS];
        for (int n = 0; n < s.length; n++) {
            s[n] = (float) random.nextDouble(from, to);
        }
        return s;
    }

    private static double at(BSpline basis, double[] coefficients, double x) {
        double[] phi = new double[basis.terms()];
        basis.evaluate(x, phi, new double[phi.length]);
        return new ArrayRealVector(phi, false).dotProduct(new ArrayRealVector(coefficients, false));
    }

    private static double[] moved(BSpline from, BSpline to, float[] s, double[] coefficients) {
        return new Array2DRowRealMatrix(SplineRefit.transfer(from, to, s)).operate(coefficients);
    }

    /** Coefficients whose spline is a polynomial of at most its degree: interpolated at as many points as there are. */
    private static double[] representing(BSpline basis, DoubleUnaryOperator polynomial) {
        int points = 4 * basis.terms();
        double[][] phi = new double[points][basis.terms()];
        double[] y = new double[points];
        for (int n = 0; n < points; n++) {
            double x = basis.lower() + (basis.upper() - basis.lower()) * (n + 0.5) / points;
            basis.evaluate(x, phi[n], new double[basis.terms()]);
            y[n] = polynomial.applyAsDouble(x);
        }
        return new QRDecomposition(new Array2DRowRealMatrix(phi))
                .getSolver()
                .solve(new ArrayRealVector(y, false))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"5, 3, -1.6, 1.4", "5, 3, -1, 3", "5, 3, -0.7, 0.5", "8, 2, -5, 5", "12, 4, -1.1, 1.1", "6, 1, -2, 1"})
    void what_both_grids_can_represent_stays(int grid, int order, double lower, double upper) {
        BSpline from = new BSpline(grid, order);
        BSpline to = new BSpline(grid, order, lower, upper);
        DoubleUnaryOperator polynomial = x -> 2 + Math.pow(x, order) - 0.5 * x;
        float[] s = even(Math.max(-1, lower), Math.min(1, upper));

        double[] moved = moved(from, to, s, representing(from, polynomial));

        // Its range is 2 to 4 wide.
        for (float x : s) {
            assertThat(at(to, moved, x)).as("at %s", x).isCloseTo(polynomial.applyAsDouble(x), Offset.offset(1e-3));
        }
    }

    @Test
    void any_function_stays_where_the_grid_becomes_finer() {
        BSpline from = new BSpline(5, 3);
        BSpline to = new BSpline(5, 3, 0.05, 0.35);
        SplittableRandom random = new SplittableRandom(2);
        double[] coefficients = random.doubles(8, -1, 1).toArray();
        float[] s = even(0.05, 0.35);

        double[] moved = moved(from, to, s, coefficients);

        // No old knot lies within: one cubic piece, which the new grid represents.
        for (float x : s) {
            if (x < 0.2) {
                assertThat(at(to, moved, x)).isCloseTo(at(from, coefficients, x), Offset.offset(0.01));
            }
        }
    }

    @Test
    void no_movement_is_the_identity() {
        BSpline grid = new BSpline(5, 3, -2, 2);

        double[][] transfer = SplineRefit.transfer(grid, grid, even(-2, 2));

        for (int k = 0; k < 8; k++) {
            for (int j = 0; j < 8; j++) {
                assertThat(transfer[k][j]).isCloseTo(k == j ? 1 : 0, Offset.offset(1e-6));
            }
        }
    }

    @Test
    void the_grid_holds_all_but_the_outermost_inputs_and_a_margin() {
        float[] s = even(2, 6);
        s[0] = 1e6f;
        s[1] = -1e6f;

        BSpline grid = SplineRefit.grid(new BSpline(5, 3), s).orElseThrow();

        assertThat(grid.lower()).isCloseTo(2 - 0.2, Offset.offset(0.03));
        assertThat(grid.upper()).isCloseTo(6 + 0.2, Offset.offset(0.03));
        assertThat(grid.grid()).isEqualTo(5);
        assertThat(grid.order()).isEqualTo(3);
    }

    @Test
    void a_grid_that_fits_stays() {
        BSpline first = new BSpline(5, 3);
        BSpline second = SplineRefit.grid(first, even(-3, 5)).orElseThrow();

        assertThat(SplineRefit.grid(second, even(-3, 5))).isEmpty();
        assertThat(SplineRefit.grid(first, even(-1, 1))).isEmpty();
        // A little too far is too far.
        assertThat(SplineRefit.grid(first, even(-1, 1.02))).isPresent();
        // Much too narrow is too narrow.
        assertThat(SplineRefit.grid(first, even(-0.5, 0.5))).isPresent();
    }

    @Test
    void inputs_without_extent_move_nothing() {
        Optional<BSpline> one = SplineRefit.grid(new BSpline(5, 3), new float[] {4});
        Optional<BSpline> constant = SplineRefit.grid(new BSpline(5, 3), new float[5000]);
        Optional<BSpline> none = SplineRefit.grid(new BSpline(5, 3), new float[] {Float.NaN, 1, 2});

        assertThat(one).isEmpty();
        assertThat(constant).isEmpty();
        assertThat(none).isEmpty();
    }
}
