package org.kanworkbench.noise.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.hipparchus.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;

class TableSourceTest {

    private static final int ROWS = 24;

    @TempDir
    private Path folder;

    /** A column of ones with a single 1,000 has not the deviation of values that are spread over 1 to 1,000. */
    @Test
    void noise_on_inputs_is_relative_to_the_deviation_of_their_columns() throws Exception {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int row = 0; row < 300; row++) {
            text.append(row == 0 ? 1000 : row % 2).append(',').append(row).append('\n');
        }
        Path file = Files.writeString(folder.resolve("skewed.csv"), text);
        PointSource source = new Target.Table(file, List.of("x"), "y").open();
        Points clean = source.training(source.mostRows(), 1);

        Points noisy =
                new Noise(NoisePlace.INPUTS, NoiseShape.GAUSSIAN, NoiseUnit.RELATIVE, 0.1).train(clean, source, 2);

        double[] column = clean.column(0).toArray();
        double deviation = Math.sqrt(StatUtils.populationVariance(column));
        assertThat(deviation).isLessThan(0.3 * source.domain().getFirst().deviation());
        double squares = IntStream.range(0, column.length)
                .mapToDouble(row -> noisy.x(row, 0) - column[row])
                .map(displacement -> displacement * displacement)
                .sum();
        assertThat(Math.sqrt(squares / column.length)).isCloseTo(0.1 * deviation, Percentage.withPercentage(20));
    }

    /** Most rows of a skewed column have low values, where this noise is weak. */
    @Test
    void noise_that_rises_along_an_input_has_its_level_on_average_over_the_rows() throws Exception {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int row = 0; row < 3000; row++) {
            double x = row / 3000.0;
            text.append(x * x * x).append(',').append(row % 7).append('\n');
        }
        Path file = Files.writeString(folder.resolve("skewed.csv"), text);
        PointSource source = new Target.Table(file, List.of("x"), "y").open();
        Points clean = source.training(source.mostRows(), 1);

        Points noisy = new Noise(NoisePlace.TARGETS, NoiseShape.HETEROSCEDASTIC, NoiseUnit.DEVIATION, 0.2)
                .train(clean, source, 2);

        double squares = IntStream.range(0, clean.rows())
                .mapToDouble(row -> noisy.y()[row] - clean.y()[row])
                .map(displacement -> displacement * displacement)
                .sum();
        assertThat(Math.sqrt(squares / clean.rows())).isCloseTo(0.2, Percentage.withPercentage(10));
    }

    /** Every model would be infinitely far from a signal that is none. */
    @Test
    void an_output_that_is_constant_in_the_rows_for_testing_is_refused() throws Exception {
        int opened = 0;
        for (int rare = 0; rare < ROWS; rare++) {
            StringBuilder text = new StringBuilder("x,y\n");
            for (int row = 0; row < ROWS; row++) {
                text.append(row).append(',').append(row == rare ? 1 : 0).append('\n');
            }
            Path file = Files.writeString(folder.resolve("rare.csv"), text);
            try {
                new Target.Table(file, List.of("x"), "y").open();
                opened++;
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("in the third of the rows that is for testing, every value is 0.0");
            }
        }
        assertThat(opened).as("those whose rare row is among them").isEqualTo(ROWS / 3);
    }
}
