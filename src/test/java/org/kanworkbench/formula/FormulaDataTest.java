package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.expression.Notation;

class FormulaDataTest {

    @TempDir
    private Path folder;

    @Test
    void columns_alike_have_names_of_their_own() throws Exception {
        List<String> lines = new ArrayList<>(List.of("a_b_3,a_b,a-b,y"));
        for (int row = 0; row < 50; row++) {
            lines.add(row + "," + row * row + "," + row % 7 + "," + row % 11);
        }
        Path file = Files.write(folder.resolve("alike.csv"), lines);
        FormulaData data =
                FormulaData.read(new DataSource.CsvFile(file, List.of("y"), TaskKind.REGRESSION, List.of()), 0);
        assertThat(data.names()).doesNotHaveDuplicates().startsWith("a_b_3", "a_b");
    }

    @Test
    void words_are_exactly_0_or_1_and_zeros_are_0() throws Exception {
        List<String> lines = new ArrayList<>(List.of("colour,size,y"));
        for (int row = 0; row < 91; row++) {
            lines.add(List.of("red", "green", "blue").get(row % 7 % 3) + "," + row % 13 * 0.3 + "," + row);
        }
        Path file = Files.write(folder.resolve("colours.csv"), lines);
        double[][] x = FormulaData.read(new DataSource.CsvFile(file, List.of("y"), TaskKind.REGRESSION, List.of()), 0)
                .train()
                .x();
        for (int word = 0; word < 3; word++) {
            assertThat(x[word]).containsOnly(0, 1);
        }
        assertThat(DoubleStream.of(x[3]).min()).hasValue(0);
    }

    @Test
    void names_are_legal_everywhere_and_say_which_column_is_meant() throws Exception {
        List<String> lines = new ArrayList<>(List.of("λ,x,日,Δt,Höhe,v₁,2nd,(_),α-alpha,y"));
        for (int row = 0; row < 50; row++) {
            lines.add((row + ",").repeat(9) + row % 11);
        }
        Path file = Files.write(folder.resolve("letters.csv"), lines);
        FormulaData data =
                FormulaData.read(new DataSource.CsvFile(file, List.of("y"), TaskKind.REGRESSION, List.of()), 0);
        assertThat(data.names())
                .containsExactly("lambda", "x", "x_3", "Delta_t", "Hohe", "v1", "x2nd", "x_8", "alpha_alpha");
        assertThat(data.variables(Notation.NUMPY)).containsEntry("lambda_", "λ").containsEntry("x_3", "日");
        assertThat(data.notes(Notation.JAVA)).startsWith("lambda is the column \"λ\"; x_3 is the column \"日\"; ");
        assertThat(data.withColumns(List.of("x")).notes(Notation.JAVA)).isEmpty();
    }

    @Test
    void a_column_without_name_and_values_is_no_input_even_where_it_is_ignored() throws Exception {
        List<String> lines = new ArrayList<>(List.of("x,z,y,"));
        for (int row = 0; row < 50; row++) {
            lines.add(row + "," + row % 7 + "," + row % 11 + ",");
        }
        Path file = Files.write(folder.resolve("spreadsheet.csv"), lines);
        for (List<String> ignored : List.of(List.<String>of(), List.of(""))) {
            DataSource.CsvFile table = new DataSource.CsvFile(file, List.of(), TaskKind.AUTO, ignored);
            assertThat(FormulaData.read(table, 0).names()).containsExactly("x", "z");
        }
    }

    @Test
    void a_column_of_numbers_that_are_all_the_same_is_refused_and_one_of_words_is_read() throws Exception {
        for (List<String> words : List.of(List.of("7", "7"), List.of("six", "seven"))) {
            List<String> lines = new ArrayList<>(List.of("x,same,y"));
            for (int row = 0; row < 50; row++) {
                lines.add(row + "," + words.get(row % 2) + "," + row * row);
            }
            Path file = Files.write(folder.resolve("same.csv"), lines);
            DataSource.CsvFile table = new DataSource.CsvFile(file, List.of("y"), TaskKind.AUTO, List.of());
            if (words.contains("7")) {
                assertThatThrownBy(() -> FormulaData.read(table, 0))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("(same): every value is the same");
            } else {
                assertThat(FormulaData.read(table, 0).columns()).contains("x", "same=seven");
            }
        }
    }

    @Test
    void rows_without_a_value_are_left_out_and_counted() throws Exception {
        List<String> lines = new ArrayList<>(List.of("x,y"));
        for (int row = 0; row < 50; row++) {
            lines.add((row % 10 == 3 ? "" : row) + "," + row * row);
        }
        Path file = Files.write(folder.resolve("holes.csv"), lines);
        DataSource.CsvFile table = new DataSource.CsvFile(file, List.of(), TaskKind.AUTO, List.of());
        assertThat(FormulaData.read(table, 0).leftOut()).isEqualTo("5 rows left out, as values are missing");
    }
}
