package org.kanworkbench.noise.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.data.function.Range;
import org.kanworkbench.expression.ExpressionParser;

class TargetTest {

    private static final Range UNIT = new Range(-1, 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void every_function_is_finite_on_its_domain_and_varies(StandardFunction function) throws DataException {
        PointSource source = new Target.Standard(function).open();

        assertThat(source.deviation()).isPositive();
        assertThat(source.test().inputs()).isEqualTo(function.inputs());
        assertThat(StandardFunction.named(function.id())).contains(function);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sin(2*pi*x)                | 0.3  | 0.951056516295
            2^(-x) + e                 | 1    | 3.218281828459
            -x^2                       | 3    | -9
            max(x, 1/4) % 1            | 0.1  | 0.25
            exp(-abs(x)) * SQRT(4)     | -2   | 0.270670566473
            1e-3*x                     | 2    | 0.002
            atan2(x, 1)                | 1    | 0.785398163397
            """)
    void formulas_have_the_usual_meaning(String text, double x, double y) throws DataException {
        assertThat(ExpressionParser.parse(text).compile(List.of("x")).at(x)).isCloseTo(y, within(1e-9));
    }

    /** As spreadsheets write headers; a sweep keeps a fit with it in a line. */
    @Test
    void a_label_is_of_one_line() {
        Target table = new Target.Table(folder.resolve("t.csv"), List.of("day"), "Energy\r\n [kWh]");

        assertThat(table.label()).isEqualTo("t.csv: Energy [kWh]");
    }

    @Test
    void a_formula_of_x1_and_x3_has_three_inputs() throws DataException {
        PointSource source = new Target.Formula("x1 + 10*x3", UNIT).open();

        assertThat(source.inputNames()).containsExactly("x1", "x2", "x3");
        assertThat(source.truth(1, 2, 3)).hasValue(31);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            sin(x              | character
            sine(x)            | there are abs
            sin(z)             | the name z is unknown
            x + x2             | write x1 for x
            x6                 | x1 to x5
            1/x                | x = 0.0
            1/(x-0.3217)       | pole
            tan(3*x)           | pole
            log(x)             | x = -1.0
            3                  | nothing to learn
            2^-x               | in parentheses
            "text"             | character
            x == 1             | no meaning
            sin(x, x)          | character
            """)
    void a_formula_that_cannot_be_fitted_is_refused_in_one_line(String text, String named) {
        assertThatThrownBy(() -> new Target.Formula(text, UNIT).open())
                .isInstanceOf(DataException.class)
                .hasMessageContaining(named)
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_step_is_no_pole() throws DataException {
        assertThat(new Target.Formula("sign(x - 0.3217)", UNIT).open().deviation())
                .isPositive();
    }

    @Test
    void columns_of_a_table_are_split_once_and_for_all() throws IOException, DataException {
        Path file = table("a,name,b,c\n", 60);
        PointSource source = new Target.Table(file, List.of("c", "a"), "b").open();

        assertThat(source.mostRows()).isEqualTo(40);
        assertThat(source.test().rows()).isEqualTo(20);
        Points training = source.training(40, 7);
        for (int row = 0; row < 40; row++) {
            assertThat(training.y()[row]).isEqualTo(10 * training.x(row, 1));
            assertThat(source.test().y()).doesNotContain(training.y()[row]);
        }
        assertThat(source.training(10, 7).y()).isEqualTo(Arrays.copyOf(training.y(), 10));
        assertThat(source.truth(0, 0)).isEmpty();
    }

    @Test
    void rows_that_miss_a_value_are_left_out_and_counted() throws IOException, DataException {
        Path file = folder.resolve("holes.csv");
        Files.writeString(file, "a,b,c\n1,2,\n,3,1\nNA,4,1\n" + "5,6,\n7,8,\n".repeat(20));
        PointSource source = new Target.Table(file, List.of("a"), "b").open();

        assertThat(source.leftOut()).isEqualTo(2);
        assertThat(source.mostRows() + source.test().rows()).isEqualTo(41);
        assertThat(new Target.Table(table("a,name,b,c\n", 60), List.of("a"), "b")
                        .open()
                        .leftOut())
                .isZero();
    }

    @Test
    void tables_that_cannot_be_used_are_refused_in_one_line() throws IOException {
        Path file = table("a,name,b,c\n", 60);
        Path single = table("one,name,b,c\n", 1);

        refused(new Target.Table(file, List.of("name"), "b"), "row 2 (name)", "not a number");
        refused(new Target.Table(file, List.of("d"), "b"), "no column \"d\"", "a, name, b, c");
        refused(new Target.Table(file, List.of("b"), "b"), "twice");
        refused(new Target.Table(file, List.of(), "b"), "no input");
        refused(new Target.Table(single, List.of("one"), "b"), "has 1 row of data");
        refused(new Target.Table(folder.resolve("none.csv"), List.of("a"), "b"), "none.csv");
        Path vast = Files.writeString(folder.resolve("vast.csv"), "x,y\n" + "1,1e200\n2,3e200\n".repeat(10));
        refused(new Target.Table(vast, List.of("x"), "y"), "row 2 (y): \"1e200\" is too large");
    }

    private static void refused(Target target, String... named) {
        assertThatThrownBy(target::open)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(named)
                .message()
                .hasLineCount(1);
    }

    private Path table(String header, int rows) throws IOException {
        StringBuilder csv = new StringBuilder(header);
        for (int i = 0; i < rows; i++) {
            csv.append(i)
                    .append(",text,")
                    .append(10 * i)
                    .append(',')
                    .append(i * i)
                    .append('\n');
        }
        return Files.writeString(folder.resolve(header.substring(0, 1) + ".csv"), csv);
    }
}
