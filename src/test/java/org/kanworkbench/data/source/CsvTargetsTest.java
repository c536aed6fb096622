package org.kanworkbench.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;

/** Which columns of a table are predicted, and whether as classes or as numbers. */
class CsvTargetsTest {

    @TempDir
    private Path folder;

    private Path write(String header, int rows, IntFunction<String> row) throws IOException {
        String lines = IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve("t.csv"), header + "\n" + lines + "\n");
    }

    private static Dataset load(Path file, TaskKind task, String... targets) throws DataException {
        return new DataSource.CsvFile(file, List.of(targets), task).load();
    }

    @ParameterizedTest
    @CsvSource({
        // Fractions are numbers. Whole numbers are classes while they are few and come again, or codes without a gap.
        "10, 0, 0.5, AUTO, numbers",
        "20, 18, 3, AUTO, classes",
        "21, 18, 3, AUTO, numbers",
        "47, 0, 1, AUTO, classes",
        "64, 1, 1, AUTO, classes",
        "65, 1, 1, AUTO, numbers",
        "62, 18, 1, AUTO, numbers",
        "120, 18, 1, AUTO, numbers",
        "300, 0, 1, AUTO, numbers",
        "20, 0, 0.5, CLASSIFICATION, classes",
        "120, 18, 1, CLASSIFICATION, classes",
        "20, 0, 1, REGRESSION, numbers"
    })
    void the_last_column_is_taken_for_what_it_looks_like(
            int different, double least, double step, TaskKind task, String kind) throws Exception {
        Path file = write("x,y", 2 * different, i -> i % 7 + "," + (least + i % different * step));

        Target target = load(file, task).target();

        assertThat(target instanceof Target.Numbers ? "numbers" : "classes").isEqualTo(kind);
    }

    @Test
    void numbers_that_hardly_come_again_are_no_classes() throws Exception {
        assertThat(load(write("x,y", 20, i -> i % 7 + "," + i), TaskKind.AUTO).target())
                .isInstanceOf(Target.Numbers.class);
    }

    @Test
    void named_columns_are_standardised_by_the_training_rows_and_the_others_are_inputs() throws Exception {
        Path file = write(
                "x,force,z,torque",
                50,
                i -> String.format(Locale.ROOT, "%d,%f,%d,%f", i, 1e6 + 3.5 * i, -i, i * i / 7.0));

        Dataset data = load(file, TaskKind.AUTO, "torque", "force");

        assertThat(data.target().names()).containsExactly("torque", "force");
        assertThat(data.scaling().orElseThrow().names()).containsExactly("x", "z");
        for (int t = 0; t < 2; t++) {
            int at = t;
            double[] train = IntStream.range(0, data.train().size())
                    .mapToDouble(row -> data.train().numbers()[2 * row + at])
                    .toArray();
            double mean = IntStream.range(0, train.length)
                    .mapToDouble(i -> train[i])
                    .average()
                    .orElseThrow();
            double square = IntStream.range(0, train.length)
                    .mapToDouble(i -> train[i] * train[i])
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(0, within(1e-5));
            assertThat(square).isCloseTo(1, within(1e-4));
        }
        // In units again, every row has the numbers that belong to its inputs.
        for (Examples part : List.of(data.train(), data.test())) {
            float[] units = part.numbers().clone();
            ((Target.Numbers) data.target()).toUnits(units);
            float[] x = new float[2];
            for (int row = 0; row < part.size(); row++) {
                part.features().copyRow(row, x, 0);
                double i = x[0] * data.scaling().get().columns().getFirst().deviation()
                        + data.scaling().get().columns().getFirst().mean();
                assertThat(units[2 * row]).isCloseTo((float) (i * i / 7), within(1e-2f));
                assertThat(units[2 * row + 1]).isCloseTo((float) (1e6 + 3.5 * i), within(0.2f));
            }
        }
    }

    @Test
    void ignored_columns_may_hold_anything_and_the_target_is_among_the_others() throws Exception {
        Path file = write("id,x,kind,torque", 20, i -> "no. " + i + "," + i + ",k" + i % 2 + "," + i / 7.0);

        DataSource.CsvFile kinds = new DataSource.CsvFile(file, List.of(), TaskKind.AUTO, List.of("id"));
        Dataset numbers = new DataSource.CsvFile(file, List.of(), TaskKind.AUTO, List.of("id", "kind")).load();

        assertThat(kinds.usualTarget()).isEqualTo("kind");
        assertThat(kinds.load().target().names()).containsExactly("k0", "k1");
        assertThat(numbers.target().names()).containsExactly("torque");
        assertThat(numbers.scaling().orElseThrow().names()).containsExactly("x");
        for (List<String> most : List.of(List.of("id", "kind", "torque"), List.of("id", "kind", "torque", "x"))) {
            assertThatThrownBy(() -> new DataSource.CsvFile(file, List.of("x"), TaskKind.AUTO, most).load())
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("leave at least one as an input");
        }
    }

    @Test
    void a_model_sees_other_rows_under_its_own_scaling_and_no_other_target() throws Exception {
        Dataset first = load(write("x,y", 40, i -> i + "," + (i + 0.5)), TaskKind.AUTO);
        Dataset second = load(write("x,y", 40, i -> i + "," + (3 * i + 100.5)), TaskKind.AUTO);

        Dataset seen = second.seenBy(first.target(), first.scaling());

        float[] mine = second.test().numbers().clone();
        ((Target.Numbers) second.target()).toUnits(mine);
        float[] theirs = seen.test().numbers().clone();
        ((Target.Numbers) first.target()).toUnits(theirs);
        assertThat(theirs).containsExactly(mine, within(1e-3f));
        Dataset other = load(write("x,z", 40, i -> i + "," + (i + 0.5)), TaskKind.AUTO);
        assertThatThrownBy(() -> other.seenBy(first.target(), first.scaling()))
                .hasMessageContaining("has the target z but the model predicts y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5           | AUTO           | y    | every value is 1.5: there is nothing to learn",
                "inf           | AUTO           | y    | row 12, column 2 (y): expected a number, found \"inf\"",
                "many          | REGRESSION     | y    | row 12, column 2 (y): expected a number, found \"many\"",
                "1e39          | AUTO           | y    | row 12, column 2 (y): expected a number, found \"1e39\"",
                "2.5           | AUTO           | w    | there is no column \"w\": choose from x, y",
                "2.5           | AUTO           | y;y  | a target is named twice",
                "2.5           | AUTO           | x;y  | every column is a target",
            })
    void what_cannot_be_learned_is_refused_in_one_line(String odd, TaskKind task, String targets, String message)
            throws IOException {
        boolean constant = odd.equals("1.5");
        Path file = write("x,y", 30, i -> i + "," + (i == 10 ? odd : constant ? "1.5" : String.valueOf(i + 0.25)));

        assertThatThrownBy(() -> load(file, task, targets.split(";")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void values_whose_differences_are_lost_when_squared_are_refused() throws IOException {
        Path file = write("x,y", 30, i -> i + "," + (i % 7) + "e-311");

        assertThatThrownBy(() -> load(file, TaskKind.REGRESSION, "y"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("differ by 6.0E-311 at most: there is nothing to learn");
    }

    @Test
    void the_bundled_measurements_of_airfoils_are_as_published() throws DataException {
        Dataset data = new DataSource.Airfoil().load();

        assertThat(data.train().size() + data.test().size()).isEqualTo(1503);
        assertThat(data.scaling().orElseThrow().names())
                .containsExactly("frequency", "angle", "chord", "velocity", "thickness");
        // Mean and deviation of all rows, as the repository tells them: 124.836 and 6.899 dB.
        ColumnScaling.Column level =
                ((Target.Numbers) data.target()).scaling().columns().getFirst();
        assertThat(level.name()).isEqualTo("sound_level");
        assertThat(level.mean()).isCloseTo(124.836, within(0.3));
        assertThat(level.deviation()).isCloseTo(6.899, within(0.2));
    }

    @Test
    void too_few_rows_and_several_targets_that_are_classes_are_refused() throws IOException {
        Path few = write("x,y", 9, i -> i + "," + (i + 0.5));
        assertThatThrownBy(() -> load(few, TaskKind.AUTO)).hasMessageContaining("at least 10 are needed");
        Path file = write("x,y,z", 30, i -> i + "," + i % 2 + "," + i % 3);
        assertThatThrownBy(() -> load(file, TaskKind.CLASSIFICATION, "y", "z"))
                .hasMessageContaining("a class is one: name one column");
    }

    @Test
    void whole_numbers_that_are_too_many_for_classes_say_how_to_predict_them() throws IOException {
        Path file = write("x,y", 300, i -> i + "," + i);
        assertThatThrownBy(() -> load(file, TaskKind.CLASSIFICATION))
                .hasMessageContaining("row 258, column 2 (y)")
                .hasMessageContaining("more than 256 classes: for a numeric target choose regression as the task");
    }
}
