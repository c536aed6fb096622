package org.kanworkbench.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Both minimisers on functions whose minima are known. */
class MinimisersTest {

    private static final double[] START = {-1.2, 1, -1.2, 1};

    /** Rosenbrock's function in pairs (Moré, Garbow and Hillstrom, 1981, problem 21): 0 at ones. */
    private static double rosenbrock(double[] x, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < x.length; i += 2) {
            double a = 1 - x[i];
            double b = x[i + 1] - x[i] * x[i];
            sum += a * a + 100 * b * b;
            gradient[i] = -2 * a - 400 * b * x[i];
            gradient[i + 1] = 200 * b;
        }
        return sum;
    }

    @Test
    void lbfgs_finds_the_minimum_of_a_curved_valley() {
        Lbfgs.Result result = Lbfgs.minimise(MinimisersTest::rosenbrock, START, 200, () -> false);

        assertThat(result.x()).containsExactly(new double[] {1, 1, 1, 1}, within(1e-7));
        assertThat(result.steps()).isLessThan(60);
    }

    /** In exact arithmetic L-BFGS with a long memory ends after as many steps as there are numbers; rounding adds some. */
    @Test
    void lbfgs_solves_a_quadratic_of_many_scales() {
        int n = 30;
        Lbfgs.Result result = Lbfgs.minimise(
                (x, gradient) -> {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        double scale = Math.pow(10, 3.0 * i / n);
                        sum += scale * (x[i] - i) * (x[i] - i) / 2;
                        gradient[i] = scale * (x[i] - i);
                    }
                    return sum;
                },
                new double[n],
                500,
                () -> false);

        for (int i = 0; i < n; i++) {
            assertThat(result.x()[i]).isCloseTo(i, within(1e-6));
        }
    }

    @Test
    void lbfgs_steps_back_from_where_there_is_no_value() {
        // -log x + x has its minimum at 1 and no value below 0, where the first step leads.
        Lbfgs.Result result = Lbfgs.minimise(
                (x, gradient) -> {
                    gradient[0] = x[0] > 0 ? 1 - 1 / x[0] : Double.NaN;
                    return x[0] > 0 ? x[0] - Math.log(x[0]) : Double.NaN;
                },
                new double[] {30},
                100,
                () -> false);

        assertThat(result.x()[0]).isCloseTo(1, within(1e-7));
    }

    @Test
    void a_history_in_float32_is_all_that_a_minimisation_needs_to_go_on_from_where_it_is() {
        Lbfgs whole = new Lbfgs(MinimisersTest::rosenbrock, START.clone(), Lbfgs.History.FLOAT32);
        whole.begin();
        for (int n = 0; n < 15; n++) {
            whole.step();
        }
        Lbfgs resumed = new Lbfgs(MinimisersTest::rosenbrock, whole.x().clone(), Lbfgs.History.FLOAT32);
        resumed.resume(whole.pairs());
        resumed.begin();
        for (int n = 0; n < 5; n++) {
            whole.step();
            resumed.step();
        }

        assertThat(whole.pairs())
                .hasSize(Lbfgs.HISTORY)
                .allSatisfy(pair -> assertThat(pair.step())
                        .isEqualTo(
                                Arrays.stream(pair.step()).map(v -> (float) v).toArray()));
        assertThat(resumed.x()).isEqualTo(whole.x());
        assertThat(resumed.loss()).isEqualTo(whole.loss()).isLessThan(1);
    }

    @Test
    void least_squares_fit_an_exponential_to_the_last_digit_and_leave_what_nothing_depends_on() {
        SplittableRandom random = new SplittableRandom(1);
        double[] t = random.doubles(50).toArray();
        LevenbergMarquardt.Residuals problem = new LevenbergMarquardt.Residuals() {
            @Override
            public void at(double[] x, double[] residuals) {
                for (int r = 0; r < t.length; r++) {
                    residuals[r] = x[0] * Math.exp(x[1] * t[r]) - 2.5 * Math.exp(-1.5 * t[r]);
                }
            }

            @Override
            public void jacobian(double[] x, double[][] columns) {
                for (int r = 0; r < t.length; r++) {
                    columns[0][r] = Math.exp(x[1] * t[r]);
                    columns[1][r] = x[0] * t[r] * Math.exp(x[1] * t[r]);
                    columns[2][r] = 0;
                }
            }
        };

        LevenbergMarquardt.Result result =
                LevenbergMarquardt.minimise(t.length, problem, new double[] {1, 0, 7}, 50, 1e-13, () -> false);

        assertThat(result.x()).containsExactly(new double[] {2.5, -1.5, 7}, within(1e-12));
        assertThat(result.squares()).isLessThan(1e-28);
    }

    @Test
    void both_stop_when_they_are_told_to() {
        assertThat(Lbfgs.minimise(MinimisersTest::rosenbrock, START, 100, () -> true)
                        .steps())
                .isZero();
    }

    /** Two equal columns share what one alone would take: the solution of least norm, as torch's gelsd finds it. */
    @Test
    void of_several_least_squares_solutions_the_smallest_is_taken() {
        LeastSquares fit = new LeastSquares(new double[][] {{1, 1, 0}, {1, 1, 1}, {1, 1, 2}, {1, 1, 3}});

        assertThat(fit.solve(new double[] {1, 3, 5, 7})).containsExactly(new double[] {0.5, 0.5, 2}, within(1e-12));
        assertThat(fit.solve(new double[][] {{1, 0}, {3, 0}, {5, 0}, {7, 0}})[2])
                .containsExactly(new double[] {2, 0}, within(1e-12));
    }

    /** Powers over one range nearly depend on each other. */
    @Test
    void independent_columns_have_the_coefficients_that_the_values_were_made_of() {
        double[][] powers = new double[30][6];
        double[] b = new double[30];
        for (int r = 0; r < b.length; r++) {
            for (int c = 0; c < 6; c++) {
                powers[r][c] = Math.pow(r / 29.0, c);
                b[r] += (c - 2) * powers[r][c];
            }
        }
        assertThat(new LeastSquares(powers).solve(b)).containsExactly(new double[] {-2, -1, 0, 1, 2, 3}, within(1e-10));
    }

    /** Fewer rows than columns: of the lines through a point, the one nearest to 0. */
    @Test
    void too_few_rows_have_the_least_solution() {
        assertThat(new LeastSquares(new double[][] {{3, 4}}).solve(new double[] {25}))
                .containsExactly(new double[] {3, 4}, within(1e-12));
    }
}
