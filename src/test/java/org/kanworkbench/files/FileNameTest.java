package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

    @ParameterizedTest
    @CsvSource({
        "run-3-kal-net,run-3-kal-net",
        "../../etc/passwd,-..-etc-passwd",
        "a b;rm *,a-b-rm-",
        ".hidden,hidden",
        "'',-",
        "größe λ₁,größe-λ₁",
    })
    void a_name_has_letters_digits_dots_underscores_and_hyphens(String text, String name) {
        assertThat(FileName.of(text)).isEqualTo(name);
    }

    /** File systems count bytes, and half of a character is none. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "λ", "学", "𝛼"})
    void a_long_name_is_cut_between_characters_where_a_file_system_takes_it(String letter) {
        String name = FileName.of(letter.repeat(300));

        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(117, 120);
        assertThat(name).matches("(" + letter + ")+");
    }
}
