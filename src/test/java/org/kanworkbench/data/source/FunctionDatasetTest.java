package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;

class FunctionDatasetTest {

    /** The largest distance of any row from the function, in units. */
    private static double distance(Dataset data, Examples part) {
        float[] y = part.numbers().clone();
        ((Target.Numbers) data.target()).toUnits(y);
        float[] x = new float[2];
        double most = 0;
        for (int row = 0; row < part.size(); row++) {
            part.features().copyRow(row, x, 0);
            double[] raw = new double[2];
            for (int i = 0; i < 2; i++) {
                Column column = data.scaling().orElseThrow().columns().get(i);
                raw[i] = x[i] * column.deviation() + column.mean();
                assertThat(raw[i]).isBetween(i == 0 ? 0 : -1.0, i == 0 ? 2 : 1.0 + 1e-6);
            }
            most = Math.max(most, Math.abs(Math.exp(raw[0]) + raw[1] * raw[1] - y[row]));
        }
        return most;
    }

    @Test
    void points_are_the_functions_and_only_training_points_have_noise() throws DataException {
        Dataset clean = new DataSource.Function("exp(a)+b^2?range=-1..1&a=0..2&rows=500").load();
        Dataset noisy = new DataSource.Function("exp(a)+b^2?range=-1..1&a=0..2&rows=500&noise=0.1").load();

        assertThat(clean.name()).isEqualTo("exp(a)+b^2");
        assertThat(clean.train().size()).isEqualTo(500);
        assertThat(clean.target().names()).containsExactly("f(a, b)");
        assertThat(clean.scaling().orElseThrow().names()).containsExactly("a", "b");
        assertThat(distance(clean, clean.train())).isCloseTo(0, within(1e-5));
        assertThat(distance(noisy, noisy.train())).isBetween(0.3, 1.5);
        assertThat(distance(noisy, noisy.test())).isCloseTo(0, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log(x)?range=-1..1      | at x = ",
                "1/(x-0.301)             | has a pole near x = 0.302: choose another formula, or another interval on one side of it",
                "x*1e-290                | is -1.00e-290 everywhere: there is nothing to learn, make it depend more on x",
                "exp(x)^99               | reaches 9.89e+42: choose another formula, or another interval where it is smaller",
                "2*pi                    | has 0 variables",
                "sin(x)^2+cos(x)^2       | everywhere: there is nothing to learn",
                "x?rows=5                | choose 20 to 100000",
                "x?span=1..2             | \"span\" is not known",
                "x+                      | x+",
            })
    void a_function_that_cannot_be_learned_is_refused_in_one_line(String text, String message) {
        assertThatThrownBy(() -> new DataSource.Function(text).load())
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
