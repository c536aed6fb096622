package org.kanworkbench.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.SpreadsheetText;

class CsvTextTest {

    private static List<String> read(String line) throws IOException {
        List<CSVRecord> records = CsvText.FORMAT.parse(new StringReader(line)).getRecords();
        assertThat(records).hasSize(1);
        return records.getFirst().toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=HYPERLINK(\"a\")", "+1+cmd|' /C calc'!A0", "-2*x, y", "@SUM(A1)", "\t=1", "'=1", "'quoted'"})
    void no_text_is_a_formula_to_a_spreadsheet_and_every_text_can_be_had_again(String text) throws IOException {
        List<String> cells = read(CsvText.line(text, -1.5));

        assertThat(cells.getFirst()).startsWith("'");
        assertThat(cells).extracting(SpreadsheetText::original).containsExactly(text, "-1.5");
        assertThat(cells.getLast()).as("a number").isEqualTo("-1.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "a, b", "the \"best\"", "two\nlines", "-0.25", "+1.5e-7", ""})
    void any_other_text_stays_as_it_is(String text) throws IOException {
        assertThat(read(CsvText.line("name", text))).containsExactly("name", text);
    }

    @Test
    void rows_come_below_the_names_of_their_columns() {
        assertThat(new CsvText("run", "score")
                        .row("first, again", 0.5)
                        .row(List.of("second", ""))
                        .toString())
                .isEqualTo("run,score\n\"first, again\",0.5\nsecond,\n");
    }
}
