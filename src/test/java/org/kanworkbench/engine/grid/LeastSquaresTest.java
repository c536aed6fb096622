package org.kanworkbench.engine.grid;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {

    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);

    @Test
    void too_few_equations_get_the_solution_of_least_norm() {
        // x + 2y + 2z = 9: the nearest point of that plane to the origin.
        double[][] inverse = LeastSquares.pseudoInverse(new double[][] {{1, 2, 2}});

        assertThat(inverse).hasDimensions(3, 1);
        assertThat(inverse[0][0] * 9).isCloseTo(1, ROUNDING);
        assertThat(inverse[1][0] * 9).isCloseTo(2, ROUNDING);
        assertThat(inverse[2][0] * 9).isCloseTo(2, ROUNDING);
    }

    @Test
    void too_many_equations_get_the_line_of_regression() {
        double[][] line = {{1, 0}, {1, 1}, {1, 2}, {1, 3}};
        double[] y = {1, 3, 2, 6};

        double[][] inverse = LeastSquares.pseudoInverse(line);

        // Mean 3 at the mean 1.5; slope Σ(x − 1.5)(y − 3)/Σ(x − 1.5)² = 7/5.
        assertThat(LeastSquares.dot(inverse[1], y)).isCloseTo(1.4, ROUNDING);
        assertThat(LeastSquares.dot(inverse[0], y)).isCloseTo(3 - 1.5 * 1.4, ROUNDING);
    }

    @Test
    void equations_that_depend_on_each_other_still_get_the_solution_of_least_norm() {
        double[][] inverse = LeastSquares.pseudoInverse(new double[][] {{1, 1}, {2, 2}});

        double[] b = {1, 2};
        assertThat(LeastSquares.dot(inverse[0], b)).isCloseTo(0.5, ROUNDING);
        assertThat(LeastSquares.dot(inverse[1], b)).isCloseTo(0.5, ROUNDING);
    }
}
