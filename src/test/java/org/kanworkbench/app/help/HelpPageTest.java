package org.kanworkbench.app.help;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.app.controls.FormulaView;

class HelpPageTest {

    private static final Pattern BLOCK = Pattern.compile("```math\\n(.*?)```", Pattern.DOTALL);

    static Stream<HelpPage> pages() {
        return HelpPage.ALL.stream();
    }

    @Test
    void every_page_of_the_mathematics_is_in_the_reader() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("docs/math"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            pages().map(HelpPage::file).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_formula_can_be_typeset(HelpPage page) {
        List<String> formulas = new ArrayList<>(Formulas.of(page.markdown()).tex());
        Matcher blocks = BLOCK.matcher(page.markdown());
        while (blocks.find()) {
            formulas.add(blocks.group(1).strip());
        }
        for (String tex : formulas) {
            assertThatCode(() -> FormulaView.parsed(tex)).as(tex).doesNotThrowAnyException();
        }
    }

    @Test
    void formulas_are_kept_from_the_marks_of_the_text() {
        Formulas formulas = Formulas.of("of $a_i * b_i$ and `$x` and *this* $c\\,d$");
        assertThat(formulas.tex()).containsExactly("a_i * b_i", "c\\,d");
        List<String> parts = new ArrayList<>();
        formulas.split(formulas.text(), parts::add, tex -> parts.add("[" + tex + "]"));
        assertThat(parts).containsExactly("of ", "[a_i * b_i]", " and `$x` and *this* ", "[c\\,d]");
    }
}
