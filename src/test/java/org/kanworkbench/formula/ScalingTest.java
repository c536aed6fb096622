package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {

    @ParameterizedTest
    @ValueSource(doubles = {1e-60, 1, 1e60})
    void numbers_of_any_size_are_scaled_to_some_around_1_and_back(double size) {
        double[] column = {-size, 0.5 * size, 3 * size};
        Samples samples = new Samples(new double[][] {column}, column);
        Scaling scaling = Scaling.of(samples);

        Samples scaled = scaling.scaled(samples);
        assertThat(Arrays.stream(scaled.x()[0]).map(Math::abs).max().orElseThrow())
                .isBetween(1.0, 2.0);
        assertThat(scaled.deviation()).isBetween(1.0, 2.0);
        assertThat(scaling.original(scaled).y()).containsExactly(column);
    }
}
