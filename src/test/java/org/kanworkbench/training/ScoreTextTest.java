package org.kanworkbench.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9.99996      | 10.00
            -9.99996     | −10.00
            9.9994       | 9.999
            99.995       | 100.0
            0.0999999    | 0.1000
            0.0000999999 | 0.0001000
            123456       | 123,456
            999999.7     | 1.00e6
            0            | 0
            """)
    void what_rounding_carries_over_has_no_digit_more(double value, String text) {
        assertThat(ScoreText.significant(value, 4)).isEqualTo(text);
    }
}
