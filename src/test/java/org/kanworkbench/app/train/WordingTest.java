package org.kanworkbench.app.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    /** A loss on its way to infinity once made its tile, and with it the whole canvas, wider than the window. */
    @ParameterizedTest
    @CsvSource({
        "0.25431, 0.254",
        "37.84, 37.8",
        "0.00003, 3.0e−5",
        "2e-12, 2.0e−12",
        "123456, '123,456'",
        "3.4e6, 3.4e6",
        "1.2e37, 1.2e37",
        "-5e30, −5.0e30",
        "0, 0",
        "NaN, –"
    })
    void numbers_of_every_size_fit_a_tile(double value, String text) {
        assertThat(Wording.brief(value)).isEqualTo(text);
    }
}
