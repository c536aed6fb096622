package org.kanworkbench.app.quantize.scheme;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemeColumnsTest {

    /** Ten points that end in zeros are no zero. */
    @ParameterizedTest
    @CsvSource({"10, +10.00", "-20, −20.00", "-0.5, −0.50", "0.004, 0.00", "-0.004, 0.00", "0, 0.00"})
    void changes_have_a_sign_unless_they_round_to_nothing(double delta, String text) {
        assertThat(SchemeColumns.points(delta)).isEqualTo(text);
    }
}
