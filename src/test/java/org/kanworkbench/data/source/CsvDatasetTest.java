package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Split;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.Packed;

class CsvDatasetTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("flowers.csv");
    }

    /** Header and nine good rows; a test adds the tenth. */
    private static final String NINE = "length,width,kind\n"
            + IntStream.range(0, 9)
                    .mapToObj(i -> i + "," + i * i + ",k" + i % 2 + "\n")
                    .collect(Collectors.joining());

    @Test
    void columns_are_standardised_by_the_training_rows() throws Exception {
        Random random = new Random(4);
        write("a,b,kind\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> 1.7e9 + i + "," + random.nextGaussian() * 1e-3 + ",k" + i % 4 + "\n")
                        .collect(Collectors.joining()));
        Dataset data = load();

        assertThat(data.name()).isEqualTo("flowers");
        assertThat(data.image()).isEmpty();
        assertThat(data.train().size()).isEqualTo(80);
        assertThat(data.test().size()).isEqualTo(20);
        float[] values = ((FloatFeatures) data.train().features()).values();
        for (int column = 0; column < 2; column++) {
            int c = column;
            double[] x =
                    IntStream.range(0, 80).mapToDouble(r -> values[2 * r + c]).toArray();
            double mean = Arrays.stream(x).average().orElseThrow();
            double variance = Arrays.stream(x).map(v -> v * v).average().orElseThrow() - mean * mean;
            assertThat(mean).isCloseTo(0, within(1e-6));
            assertThat(variance).isCloseTo(1, within(1e-5));
        }
        // A large offset leaves neighbours apart: the first column grows evenly.
        double step = values[2] - values[0];
        assertThat(step).isGreaterThan(0.01);
    }

    /** In a test row, which training does not see. */
    @ParameterizedTest
    @ValueSource(ints = {40, 100})
    void an_outlier_in_the_first_row_leaves_the_others_apart(int least) throws Exception {
        int rows = IntStream.iterate(least, n -> n + 5)
                .filter(n -> Arrays.stream(
                                Split.random(n, n / 5, CsvDataset.SPLIT_SEED).test())
                        .anyMatch(row -> row == 0))
                .findFirst()
                .orElseThrow();
        write("a,y\n1e9,0\n"
                + IntStream.range(1, rows)
                        .mapToObj(i -> 1 + (double) i / rows + "," + i + "\n")
                        .collect(Collectors.joining()));
        Dataset data = load();

        float[] values = ((FloatFeatures) data.train().features()).values();
        ColumnScaling.Column a = data.scaling().orElseThrow().columns().getFirst();
        ColumnScaling.Column y =
                ((Target.Numbers) data.target()).scaling().columns().getFirst();
        for (int row = 0; row < values.length; row++) {
            double i = y.raw(data.train().numbers()[row]);
            assertThat(a.raw(values[row])).isCloseTo(1 + i / rows, within(1e-5));
        }
        assertThat(a.range().getLast()).isLessThan(2);
    }

    @Test
    void columns_of_one_name_are_told_apart() throws Exception {
        write("t,v,v,v.1,v,kind\n"
                + IntStream.range(0, 40)
                        .mapToObj(i -> i + "," + i % 3 + "," + i % 5 + "," + i % 7 + "," + i % 4 + ",k" + i % 2 + "\n")
                        .collect(Collectors.joining()));

        assertThat(load().scaling().orElseThrow().names()).containsExactly("t", "v", "v.2", "v.1", "v.3");
    }

    @Test
    void raw_rows_are_scaled_as_the_training_rows_were() throws Exception {
        write(NINE + "100,7,k1\n");
        Dataset data = load();
        ColumnScaling scaling = data.scaling().orElseThrow();

        assertThat(scaling.names()).containsExactly("length", "width");
        float[] seen = new float[2];
        for (int row = 0; row < data.train().size(); row++) {
            data.train().features().copyRow(row, seen, 0);
            double length = seen[0] * scaling.columns().get(0).deviation()
                    + scaling.columns().get(0).mean();
            double width = length > 99 ? 7 : length * length;
            assertThat(scaling.scale(new double[] {length, width})).containsExactly(seen, within(1e-5f));
        }
    }

    @Test
    void a_table_can_be_seen_under_another_tables_scaling() throws Exception {
        write(NINE + "9,81,k1\n");
        Dataset first = load();
        write(NINE.replace("\n0,0,k0", "\n1000,50,k0") + "9,81,k1\n");
        Dataset second = load();

        Dataset seen = second.seenBy(first.target(), first.scaling());

        float[] expected = new float[2];
        float[] actual = new float[2];
        for (int row = 0; row < second.train().size(); row++) {
            second.train().features().copyRow(row, expected, 0);
            ColumnScaling own = second.scaling().orElseThrow();
            double[] raw = new double[2];
            for (int c = 0; c < 2; c++) {
                raw[c] = expected[c] * own.columns().get(c).deviation()
                        + own.columns().get(c).mean();
            }
            seen.train().features().copyRow(row, actual, 0);
            assertThat(actual).containsExactly(first.scaling().orElseThrow().scale(raw), within(1e-3f));
        }
        assertThat(seen.scaling()).isEqualTo(first.scaling());
        assertThat(first.seenBy(first.target(), Optional.of(first.scaling().orElseThrow())))
                .isSameAs(first);
    }

    @Test
    void a_table_of_other_columns_is_not_rescaled() throws Exception {
        write(NINE.replace("width", "width=w") + "9,81,k1\n");
        ColumnScaling flowers = load().scaling().orElseThrow();
        write(NINE.replace("width", "depth") + "9,81,k1\n");
        Dataset other = load();

        assertThatThrownBy(() -> other.seenBy(other.target(), Optional.of(flowers)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no column width=w, which the model was trained on: choose a table with it");
    }

    @Test
    void a_models_columns_are_picked_from_a_larger_table_by_their_names() throws Exception {
        write(NINE + "9,81,k1\n");
        Dataset small = load();
        write(wider(NINE + "9,81,k1\n"));
        Dataset large = load();

        Dataset seen = large.seenBy(small.target(), small.scaling());

        assertThat(seen.inputs()).isEqualTo(2);
        assertThat(((FloatFeatures) seen.test().features()).values())
                .containsExactly(((FloatFeatures) small.test().features()).values(), within(1e-5f));
    }

    /** The same rows with the columns width, number, length and kind. */
    private static String wider(String rows) {
        return rows.replace("length,width", "width,number,length").replaceAll("(?m)^(\\d+),(\\d+)", "$2,7$1,$1");
    }

    @Test
    void split_is_stratified_disjoint_and_the_same_every_time() throws Exception {
        // Value i names row i; 30 rows of a, 15 of b, 5 of c.
        write("x,kind\n"
                + IntStream.range(0, 50)
                        .mapToObj(i -> i + "," + (i % 10 < 6 ? "a" : i % 10 < 9 ? "b" : "c") + "\n")
                        .collect(Collectors.joining()));
        Dataset data = load();

        assertThat(count(data.test(), 0)).isEqualTo(6);
        assertThat(count(data.test(), 1)).isEqualTo(3);
        assertThat(count(data.test(), 2)).isEqualTo(1);
        float[] train = ((FloatFeatures) data.train().features()).values();
        float[] test = ((FloatFeatures) data.test().features()).values();
        assertThat(IntStream.concat(bits(train), bits(test)).distinct()).hasSize(50);
        assertThat(((FloatFeatures) load().test().features()).values()).isEqualTo(test);
    }

    @Test
    void numeric_classes_are_in_numeric_order_and_text_in_alphabetic_order() throws Exception {
        write("x,kind\n"
                + IntStream.range(0, 12)
                        .mapToObj(i -> i + "," + (i % 3 + 8) + "\n")
                        .collect(Collectors.joining()));
        assertThat(load().target().names()).containsExactly("8", "9", "10");
        write("x,kind\n"
                + IntStream.range(0, 12)
                        .mapToObj(i -> i + ",n" + (i % 3 + 8) + "\n")
                        .collect(Collectors.joining()));
        assertThat(load().target().names()).containsExactly("n10", "n8", "n9");
    }

    @Test
    void a_number_is_one_class_however_it_is_written() throws Exception {
        write("x,digit\n" + "1,1.0\n2,1\n3,-1\n4,-1.0\n5,0\n".repeat(4));
        Dataset data = load("digit");
        assertThat(data.target().names()).containsExactly("-1", "0", "1");
        assertThat(count(data.train(), 2) + count(data.test(), 2)).isEqualTo(8);

        // Where not all are numbers, they are names.
        write("x,kind\n" + "1,1.0\n2,1\n3,x\n".repeat(8));
        Dataset named = load("kind");
        assertThat(named.target().names()).containsExactly("1", "1.0", "x");
        assertThat(count(named.train(), 1) + count(named.test(), 1)).isEqualTo(8);
    }

    @Test
    void quotes_spaces_blank_lines_byte_order_mark_and_crlf_are_fine() throws Exception {
        write("\ufefflength,\"wid,th\",kind\r\n"
                + IntStream.range(0, 10)
                        .mapToObj(i -> i + ", \"" + i + "\",\"k, " + i % 2 + "\"\r\n")
                        .collect(Collectors.joining())
                + "\r\n\r\n");
        Dataset data = load();
        assertThat(data.target().names()).containsExactly("k, 0", "k, 1");
        assertThat(data.train().size() + data.test().size()).isEqualTo(10);
    }

    @Test
    void a_constant_column_becomes_zero() throws Exception {
        write("x,same,kind\n"
                + IntStream.range(0, 10)
                        .mapToObj(i -> i + ",7,k" + i % 2 + "\n")
                        .collect(Collectors.joining()));
        float[] values = ((FloatFeatures) load().train().features()).values();
        assertThat(IntStream.range(0, 8).map(r -> (int) values[2 * r + 1])).containsOnly(0);
    }

    @Test
    void rows_that_lack_values_are_left_out_and_counted_by_column() throws Exception {
        write(NINE + "3,4,k1\n,4,k1\n3,,\nNA,4,k1\n3,nan,k0\n");
        Dataset data = load();
        assertThat(data.train().size() + data.test().size()).isEqualTo(10);
        assertThat(data.remark()).isEqualTo("4 of 14 rows left out, as values are missing: length 2, width 2, kind 1");
        write(NINE + "3,4,k1\n");
        assertThat(load().remark()).isEmpty();
        write(NINE + "3,,k1\n");
        assertRefused("9 rows of data (1 of 10 rows left out, as values are missing: width 1)", "at least 10");
    }

    @Test
    void a_column_of_text_with_a_hole_is_the_target() throws Exception {
        write("kind,x,y\n" + ",1,2\n" + "k0,3,4\nk1,5,7\n".repeat(6));
        assertThat(load().target().names()).containsExactly("k0", "k1");
        assertThat(load().remark()).startsWith("1 of 13 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "none", "NA", ""})
    void rows_without_a_number_to_predict_are_left_out(String none) throws Exception {
        write("x,y\n1," + none + "\n"
                + IntStream.range(0, 20).mapToObj(i -> i + "," + i / 3.0 + "\n").collect(Collectors.joining()));
        assertThat(load().remark()).isEqualTo("1 of 21 rows left out, as values are missing: y 1");
    }

    @Test
    void each_word_of_a_column_of_text_is_an_input() throws Exception {
        String[] towns = {"Rome", "none", "Bath"};
        write("town,size,kind\n?,1,k0\n"
                + IntStream.range(0, 30)
                        .mapToObj(i -> towns[i % 3] + "," + i + ",k" + i % 2 + "\n")
                        .collect(Collectors.joining()));
        Dataset data = load("kind");
        ColumnScaling scaling = data.scaling().orElseThrow();
        assertThat(scaling.names()).containsExactly("town=Bath", "town=Rome", "town=none", "size");
        assertThat(data.remark()).contains("town 1");
        float[] row = new float[4];
        for (int r = 0; r < data.train().size(); r++) {
            data.train().features().copyRow(r, row, 0);
            long size = Math.round(scaling.columns().get(3).raw(row[3]));
            String town = towns[(int) size % 3];
            for (int i = 0; i < 3; i++) {
                assertThat(scaling.columns().get(i).raw(row[i]))
                        .isCloseTo(scaling.names().get(i).equals("town=" + town) ? 1 : 0, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,a=b,kind\nb=c,c,k0\nb=d,c,k1\n", "a,a=b,kind\nb,1,k0\nb,2,k1\n"})
    void a_word_that_reads_as_another_column_is_refused(String rows) throws Exception {
        write(rows + rows.substring(rows.indexOf('\n') + 1).repeat(9));
        assertThatThrownBy(() -> load("kind"))
                .hasMessageContaining("of the column \"a\" reads as the column \"a=b\": rename one of them");
    }

    @Test
    void what_was_trained_on_other_words_sees_zeros_for_those_that_are_not_there() throws Exception {
        write("town,kind\n" + "Rome,k0\nBath,k1\nOslo,k0\n".repeat(10));
        Dataset trained = load("kind");
        write("town,kind\n" + "Rome,k0\nLyon,k1\n".repeat(10));
        Dataset other = load("kind");
        ColumnScaling scaling = trained.scaling().orElseThrow();
        Dataset seen = other.seenBy(trained.target(), trained.scaling());
        assertThat(other.scaling().orElseThrow().unknownTo(scaling)).containsExactly("town=Lyon");
        float[] row = new float[3];
        for (int r = 0; r < seen.test().size(); r++) {
            seen.test().features().copyRow(r, row, 0);
            assertThat(scaling.names()).containsExactly("town=Bath", "town=Oslo", "town=Rome");
            assertThat(scaling.columns().get(0).raw(row[0])).isCloseTo(0, within(1e-6));
            assertThat(scaling.columns().get(1).raw(row[1])).isCloseTo(0, within(1e-6));
            assertThat(scaling.columns().get(2).raw(row[2]))
                    .isCloseTo(seen.test().labels()[r] == 0 ? 1 : 0, within(1e-6));
        }
        write("city,kind\n" + "Rome,k0\nLyon,k1\n".repeat(10));
        Dataset foreign = load("kind");
        assertThatThrownBy(() -> foreign.seenBy(trained.target(), trained.scaling()))
                .hasMessageContaining("has no column town, which the model was trained on");
    }

    /** As a table that went through pandas has them. */
    @Test
    void numbered_classes_of_another_table_are_known_by_their_numbers() throws Exception {
        write("x,kind\n" + "1,0\n2,1\n3,2\n".repeat(10));
        Dataset trained = load();
        write("x,kind\n" + "1,2.0\n2,1.0\n".repeat(10));
        Dataset seen = load().seenBy(trained.target(), trained.scaling());
        assertThat(seen.target()).isEqualTo(trained.target());
        assertThat(seen.train().labels()).containsOnly(1, 2);
        write("x,kind,id\n" + "1,2.0,7\n2,1.0,8\n3,0.0,9\n".repeat(10));
        assertThat(new DataSource.CsvFile(file)
                        .forModel(trained.scaling().orElseThrow(), trained.target())
                        .target())
                .as("the column of a table with several that holds them")
                .containsExactly("kind");
    }

    @Test
    void classes_of_another_table_are_known_by_their_names() throws Exception {
        write("x,kind\n" + "1,a\n2,b\n3,c\n".repeat(10));
        Dataset trained = load();
        write("x,kind\n" + "1,c\n2,b\n".repeat(10));
        Dataset seen = load().seenBy(trained.target(), trained.scaling());
        assertThat(seen.target()).isEqualTo(trained.target());
        assertThat(seen.train().labels()).containsOnly(1, 2);
        write("x,kind\n" + "1,a\n2,B\n".repeat(10));
        Dataset other = load();
        assertThatThrownBy(() -> other.seenBy(trained.target(), trained.scaling()))
                .hasMessage("flowers has the class \"B\" but the model tells apart a, b, c: choose data with those"
                        + " classes");
    }

    @Test
    void of_a_table_that_was_not_trained_on_all_rows_are_scored() throws Exception {
        write(NINE + "3,4,k1\n");
        DataSource source = new DataSource.CsvFile(file);
        assertThat(source.toScore("flowers").test().size()).isEqualTo(2);
        assertThat(source.toScore("").test().size()).isEqualTo(10);
        assertThat(source.toScore("other flowers").test().size()).isEqualTo(10);
    }

    @Test
    void free_text_is_no_input() throws Exception {
        write("note,name,x,kind\n"
                + IntStream.range(0, 300)
                        .mapToObj(i -> "note " + i % 99 + ",name " + i % 150 + "," + i + ",k" + i % 2 + "\n")
                        .collect(Collectors.joining()));
        assertThatThrownBy(() -> load("kind"))
                .hasMessageContaining(
                        ": \"note\" (as \"note 0\"), \"name\" (as \"name 0\") have more than 64 distinct texts: ignore"
                                + " these columns, or write plain numbers")
                .hasMessageNotContaining("\n");
    }

    @Test
    void dates_are_not_taken_for_the_target() throws Exception {
        write("date,x,y\n"
                + IntStream.range(0, 300)
                        .mapToObj(i -> "2024-%02d-%02d,%d,%d.5\n".formatted(1 + i % 12, 1 + i % 27, i, 3 * i))
                        .collect(Collectors.joining()));
        assertThat(new DataSource.CsvFile(file).usualTarget()).isEqualTo("y");
        assertThatThrownBy(this::load)
                .hasMessageContaining(
                        "\"date\" (as \"2024-01-01\") has more than 64 distinct texts: ignore the column");
    }

    @Test
    void the_only_column_of_text_is_the_target_wherever_it_stands() throws Exception {
        write("kind,length,width\n"
                + IntStream.range(0, 20)
                        .mapToObj(i -> "k" + i % 2 + "," + i + "," + i * i + "\n")
                        .collect(Collectors.joining()));
        assertThat(load().target().names()).containsExactly("k0", "k1");
        assertThat(load().scaling().orElseThrow().columns())
                .extracting(ColumnScaling.Column::name)
                .containsExactly("length", "width");

        write("name,length,width\n"
                + IntStream.range(0, 20)
                        .mapToObj(i -> "n" + i + "," + i + "," + i + "\n")
                        .collect(Collectors.joining()));
        assertRefused("column 1 (name)", "every row has a class of its own", "ignore the column");
    }

    @Test
    void numbers_that_are_not_finite_are_refused() throws Exception {
        for (String number : new String[] {"Infinity", "-inf"}) {
            write(NINE + number + ",4,k1\n");
            assertRefused("row 11, column 1 (length)", "\"" + number + "\" is not finite");
        }
        write(NINE + "1e300,4,k1\n");
        assertRefused("row 11, column 1 (length)", "too large");
        write(NINE + "1e999,4,k1\n");
        assertRefused("row 11, column 1 (length)", "too large");
    }

    @Test
    void a_continuous_last_column_is_a_numeric_target() throws Exception {
        write("x,y\n"
                + IntStream.range(0, 400)
                        .mapToObj(i -> i + "," + i / 7.0 + "\n")
                        .collect(Collectors.joining()));
        assertThat(load().target())
                .isInstanceOfSatisfying(
                        Target.Numbers.class,
                        numbers -> assertThat(numbers.names()).containsExactly("y"));
    }

    @Test
    void semicolons_and_tabs_separate_too_and_beside_semicolons_commas_are_decimal() throws Exception {
        String rows = "\n\"length, outer;\",width,kind\n"
                + IntStream.range(0, 10)
                        .mapToObj(i -> i / 4.0 + "," + i * i + ",\"k, " + i % 2 + "\"\n")
                        .collect(Collectors.joining());
        write(rows);
        Dataset expected = load();
        String semicolons = rows.replaceAll(",(?! )", ";").replace('.', ',');
        for (String other : List.of(semicolons, rows.replaceAll(",(?! )", "\t"))) {
            write(other);
            assertThat(load().scaling()).isEqualTo(expected.scaling());
            assertThat(load().target()).isEqualTo(expected.target());
        }
        assertThat(NumericColumns.header(file)).containsExactly("length, outer;", "width", "kind");
        assertThat(NumericColumns.numeric(file)).containsExactly("length, outer;", "width");
        for (String told : List.of("sep=;\n", "\"sep=;\"\r\n")) {
            write(told + semicolons);
            assertThat(load().scaling()).isEqualTo(expected.scaling());
        }
        write("sep=|\n" + rows.replaceAll(",(?! )", "|"));
        assertThat(load().target()).isEqualTo(expected.target());
        write(semicolons + "1.234,5;4;\"k, 1\"\n");
        assertRefused("row 13, column 1", "\"1.234,5\" is not a number");
        write(rows + "\"1,5\",4,\"k, 1\"\n");
        assertRefused("row 13, column 1", "\"1,5\" is not a number");
    }

    @Test
    void columns_of_numbers_have_the_names_that_tables_have_whatever_is_missing_first() throws Exception {
        write("y,x,y\nNA,1,2\n3,-,4\n");
        assertThat(NumericColumns.header(file)).containsExactly("y", "x", "y.1");
        assertThat(NumericColumns.numeric(file)).containsExactly("y", "x", "y.1");
        assertThat(NumericColumns.read(file, List.of("y", "y.1")).rows())
                .singleElement()
                .isEqualTo(new double[] {3, 4});
    }

    @Test
    void columns_without_name_and_values_are_none() throws Exception {
        String rows = IntStream.range(0, 12)
                .mapToObj(i -> i + "," + i * i % 7 + ",k" + i % 2 + ",,\n")
                .collect(Collectors.joining());
        write("x,y,kind,,\n" + rows);
        Dataset data = load();
        assertThat(data.scaling().orElseThrow().names()).containsExactly("x", "y");
        assertThat(data.target().names()).containsExactly("k0", "k1");
        assertThat(data.remark()).isEmpty();
        DataSource.CsvFile source = new DataSource.CsvFile(file);
        assertThat(source.usualTarget()).isEqualTo("kind");
        assertThat(source.forModel(data.scaling().orElseThrow(), data.target()).target())
                .containsExactly("kind");
        assertThat(NumericColumns.header(file)).containsExactly("x", "y", "kind");

        write("x,,kind,\n" + rows.replace(",,", ","));
        assertThat(load().scaling().orElseThrow().names()).as("one has values").containsExactly("x", "");
        assertThat(NumericColumns.header(file)).containsExactly("x", "", "kind");

        String many = IntStream.range(0, 400)
                .mapToObj(i -> i + "," + (i < 300 ? "" : i % 7) + ",k" + i % 2 + "\n")
                .collect(Collectors.joining());
        write("x,,kind\n" + many);
        assertThat(load().scaling().orElseThrow().names()).as("also late ones").containsExactly("x", "");
        assertThat(load().train().size() + load().test().size()).isEqualTo(100);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "a;b;y\n9.603;0,896;10,499\n1.204;0,5;3\n",
                        List.of("row 2", "beside 0,896, 9.603 may be thousands or a fraction")),
                Arguments.of(NINE + "\n\n3,wide,k1\n", List.of("row 13, column 2")),
                Arguments.of(NINE + "3,4\n", List.of("row 11", "2 values but 3 columns")),
                Arguments.of(NINE + "3,4,5,k1\n", List.of("row 11", "4 values but 3 columns")),
                Arguments.of("x,kind\n" + "1,a\n".repeat(10), List.of("column 2 (kind)", "class \"a\"", "at least 2")),
                Arguments.of(NINE, List.of("9 rows", "at least 10")),
                Arguments.of("1,2,a\n".repeat(12), List.of("row 1", "no header")),
                Arguments.of(
                        "x|y|kind\n" + "1|2|a\n".repeat(12),
                        List.of("row 1", "separate values by commas, semicolons or tabs")),
                Arguments.of("", List.of("is empty")),
                Arguments.of(NINE + "3,\"4,k1\n5,6,k1\n", List.of("line 11: a quotation mark is not closed")),
                Arguments.of(NINE + "3,wide,k1\n", List.of("row 11, column 2 (width)", "\"wide\" is not a number")),
                Arguments.of(NINE + "3d,4,k1\n", List.of("row 11, column 1 (length)", "\"3d\" is not a number")),
                Arguments.of(
                        "x,y\n"
                                + IntStream.range(0, 400)
                                        .mapToObj(i -> i + ",word " + i + "\n")
                                        .collect(Collectors.joining()),
                        List.of("column 2 (y)", "more than 256 classes")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_wrong_with_a_table_is_told_with_its_place(String text, List<String> parts) throws Exception {
        write(text);
        assertRefused(parts.toArray(String[]::new));
    }

    @Test
    void a_missing_file_is_refused() {
        assertRefused("cannot be read", "no such file");
    }

    @Test
    void a_wrong_encoding_is_named_by_row() throws Exception {
        Files.write(file, (NINE + "3,4,\u00fcber\n").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("row 11", "UTF-8");
    }

    @Test
    void a_wrong_encoding_is_found_behind_long_lines() throws Exception {
        byte[] text = ("x".repeat(1 << 16) + "\n" + "\u00fc".repeat(1 << 16) + "\n?").getBytes(StandardCharsets.UTF_8);
        text[text.length - 1] = (byte) 0xfc;
        Files.write(file, text);
        assertRefused("row 3", "UTF-8");
    }

    @Test
    void a_compressed_table_is_named_as_such() throws Exception {
        Files.write(file, Packed.gzip(NINE.getBytes(StandardCharsets.UTF_8)));
        assertRefused("is compressed: unpack it first");
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private Dataset load() throws DataException {
        return new DataSource.CsvFile(file).load();
    }

    private Dataset load(String target) throws DataException {
        return new DataSource.CsvFile(file, List.of(target), TaskKind.AUTO).load();
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::load)
                .isInstanceOf(DataException.class)
                .message()
                .startsWith(file.toString())
                .contains(parts)
                .doesNotContain("\n");
    }

    private static long count(Examples examples, int label) {
        return Arrays.stream(examples.labels()).filter(l -> l == label).count();
    }

    private static IntStream bits(float[] values) {
        return IntStream.range(0, values.length).map(i -> Float.floatToIntBits(values[i]));
    }

    @Test
    void a_column_of_text_with_another_value_in_every_row_is_ignored_where_nothing_is_chosen() throws Exception {
        String parts = IntStream.range(0, 300)
                .mapToObj(i -> "P" + i + "," + i % 11 + "," + i % 7 + "\n")
                .collect(Collectors.joining());
        Path file = Files.writeString(folder.resolve("parts.csv"), "part,load,wear\n" + parts);
        DataSource.CsvFile table = new DataSource.CsvFile(file).withoutKeys();
        assertThat(table.ignored()).containsExactly("part");
        assertThat(table.load().inputs()).isEqualTo(1);
        DataSource.CsvFile chosen = new DataSource.CsvFile(file, List.of("wear"), TaskKind.AUTO);
        assertThat(chosen.withoutKeys()).isSameAs(chosen);

        // One name twice, in the last row, makes them classes.
        Files.writeString(
                file, "part,load,wear\n" + parts.lines().limit(40).collect(Collectors.joining("\n")) + "\nP3,1,2\n");
        assertThat(new DataSource.CsvFile(file).withoutKeys().ignored()).isEmpty();
    }

    @Test
    void a_model_finds_its_columns_among_others() throws Exception {
        write("town,size,kind\n" + "Rome,1,a\nBath,2,b\nOslo,3,a\n".repeat(5));
        Dataset trained = load("kind");
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> "note " + i + ",Rome,b," + i % 5 + ",200" + i % 7 + "\n")
                .collect(Collectors.joining());
        // Other programs write something for a class that is missing.
        write("note,town,class,size,year\nfirst,Rome,NA,2,2002\n" + rows + "last,Bath,a,1,2001\n");
        DataSource.CsvFile table =
                new DataSource.CsvFile(file).forModel(trained.scaling().orElseThrow(), trained.target());
        assertThat(table.target()).containsExactly("class");
        assertThat(table.ignored()).containsExactly("note", "year");
        Dataset seen = table.load().seenBy(trained.target(), trained.scaling());
        assertThat(seen.scaling()).isEqualTo(trained.scaling());

        // Several columns hold classes only: the usual one, not one in which all are alike, or the first.
        write("group,guess,size,town,kind\n" + "a,b,1,Rome,b\nb,b,2,Bath,a\n".repeat(9));
        assertThat(new DataSource.CsvFile(file, List.of(), TaskKind.AUTO)
                        .forModel(trained.scaling().orElseThrow(), trained.target())
                        .target())
                .containsExactly("kind");
        // The only other column is meant, though it holds a class that the model does not know.
        write("town,size,kind\nRome,1,a\nBath,2,c\n" + "Oslo,3,b\n".repeat(9));
        assertThat(new DataSource.CsvFile(file)
                        .forModel(trained.scaling().orElseThrow(), trained.target())
                        .target())
                .containsExactly("kind");

        write("T=300K,T=310K,kind\n" + "1,2,a\n2,5,b\n3,1,a\n".repeat(9));
        Dataset temperatures = load("kind");
        write("T=310K,kind\n" + "2,a\n5,b\n1,a\n".repeat(9));
        assertThatThrownBy(() -> load("kind").seenBy(temperatures.target(), temperatures.scaling()))
                .as("columns of numbers are no words of one column")
                .hasMessageContaining("has no column T");

        write("size,town\n1,Rome\n" + "2,Bath\n".repeat(20));
        assertThatThrownBy(() -> new DataSource.CsvFile(file)
                        .forModel(trained.scaling().orElseThrow(), trained.target())
                        .load())
                .hasMessage(file + " has no column of a, b, which the model tells apart: add it, or predict the table");
    }
}
