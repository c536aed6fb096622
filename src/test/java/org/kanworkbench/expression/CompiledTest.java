package org.kanworkbench.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hipparchus.special.BesselJ;
import org.junit.jupiter.api.Test;

class CompiledTest {

    /** Near zero, about zeros, at the borders of the series, beyond them, and where Hipparchus computes nothing. */
    @Test
    void bessel_functions_are_those_of_hipparchus() {
        for (double x = 0; x < 70; x += 0.0137) {
            assertThat(UnaryFunction.J0.at(x)).as("J0(%s)", x).isCloseTo(BesselJ.value(0, x), within(1e-15));
            assertThat(UnaryFunction.J1.at(x)).as("J1(%s)", x).isCloseTo(BesselJ.value(1, x), within(1e-15));
            assertThat(UnaryFunction.J0.at(-x)).isEqualTo(UnaryFunction.J0.at(x));
            assertThat(UnaryFunction.J1.at(-x)).isEqualTo(-UnaryFunction.J1.at(x));
        }
        assertThat(UnaryFunction.J0.at(1e5)).isNaN();
        assertThat(UnaryFunction.J1.at(Double.NaN)).isNaN();
    }

    @Test
    void columns_have_the_values_of_their_rows() {
        double[] x = {-1, 0.25, 3};
        double[] y = {2, 0.5, -2};
        double[][] columns = {x.clone(), y.clone()};
        Compiled f = ExpressionParser.parse("x*y + max(x, y)^3/(x + 2)^2 - 2^y*sqrt(x + 1) + x^y + 1/x + sin(3*x)")
                .compile(List.of("x", "y"));

        double[] values = f.values(columns, x.length);

        for (int r = 0; r < x.length; r++) {
            double larger = Math.max(x[r], y[r]);
            assertThat(values[r])
                    .isCloseTo(
                            x[r] * y[r]
                                    + larger * larger * larger / ((x[r] + 2) * (x[r] + 2))
                                    - Math.pow(2, y[r]) * Math.sqrt(x[r] + 1)
                                    + Math.pow(x[r], y[r])
                                    + 1 / x[r]
                                    + Math.sin(3 * x[r]),
                            within(1e-14));
            assertThat(f.at(x[r], y[r])).isEqualTo(values[r]);
        }
        assertThat(columns[0]).isEqualTo(x);
        assertThat(columns[1]).isEqualTo(y);
    }

    @Test
    void a_variable_or_a_number_alone_is_a_function_too() {
        double[][] columns = {{1, 2}, {3, 4}};

        assertThat(Expression.variable("y").compile(List.of("x", "y")).values(columns, 2))
                .containsExactly(3, 4);
        assertThat(ExpressionParser.parse("2").compile(List.of("x", "y")).values(columns, 2))
                .containsExactly(2, 2);
    }
}
