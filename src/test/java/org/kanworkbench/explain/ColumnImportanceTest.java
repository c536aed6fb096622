package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;

class ColumnImportanceTest {

    private static final int ROWS = 4000;
    private static final int WIDTH = 4;
    private static final Target.Numbers NUMBER = new Target.Numbers(new ColumnScaling(List.of(new Column("y", 0, 2))));

    /** 3 a² + b of the inputs a, b and two that are not used. */
    private static final Inference SUM = (x, rows, y) -> {
        for (int r = 0; r < rows; r++) {
            y[r] = 3 * x[r * WIDTH] * x[r * WIDTH] + x[r * WIDTH + 1];
        }
    };

    private final float[] x = Layers.randomRows(ROWS, WIDTH, 3);
    private final Map<String, List<Integer>> columns = new LinkedHashMap<>();

    private static float[] of(Inference network, float[] x) {
        float[] y = new float[x.length / WIDTH];
        network.predict(x, y.length, y);
        return y;
    }

    private static double variance(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Shuffling f of an additive network adds errors of twice its variance: those of two independent rows. */
    @Test
    void of_a_sum_is_the_deviation_of_each_part() {
        columns.put("unused", List.of(2));
        columns.put("b", List.of(1));
        columns.put("a", List.of(0));
        Examples examples = new Examples(new FloatFeatures(x, WIDTH), new int[0], of(SUM, x));

        ColumnImportance importance = ColumnImportance.of(SUM, examples, NUMBER, columns, 250, 5);

        float[] a = new float[ROWS];
        float[] b = new float[ROWS];
        for (int r = 0; r < ROWS; r++) {
            a[r] = 3 * x[r * WIDTH] * x[r * WIDTH];
            b[r] = x[r * WIDTH + 1];
        }
        assertThat(importance.change()).isEqualTo("RMSE rises");
        assertThat(importance.columns())
                .extracting(ColumnImportance.Column::name)
                .containsExactly("a", "b", "unused");
        // Two units of the target are one of the network's.
        assertThat(importance.columns().get(0).worse()).isCloseTo(2 * Math.sqrt(2 * variance(a)), within(0.05));
        assertThat(importance.columns().get(1).worse()).isCloseTo(2 * Math.sqrt(2 * variance(b)), within(0.03));
        assertThat(importance.columns().get(2).worse()).isZero();
        assertThat(importance.columns().get(2).deviation()).isZero();
        assertThat(importance.columns().get(0).deviation()).isBetween(1e-4, 0.1);
        assertThat(ColumnImportance.of(SUM, examples, NUMBER, columns, 250, 5).columns())
                .isEqualTo(importance.columns());
    }

    /** A class that follows from which of three inputs is 1: apart, two of them often are, or none. */
    @Test
    void words_of_a_column_are_shuffled_together() {
        ColumnScaling table = new ColumnScaling(List.of(
                new Column("size", 0, 1),
                new Column("make=a", 0, 1),
                new Column("make=b", 0, 1),
                new Column("make=c", 0, 1)));
        assertThat(table.placesByColumn())
                .containsExactly(Map.entry("size", List.of(0)), Map.entry("make", List.of(1, 2, 3)));
        int[] labels = new int[ROWS];
        for (int r = 0; r < ROWS; r++) {
            labels[r] = r % 3;
            Arrays.fill(x, r * WIDTH + 1, (r + 1) * WIDTH, 0);
            x[r * WIDTH + 1 + r % 3] = 1;
        }
        Inference words = (in, rows, y) -> {
            for (int r = 0; r < rows; r++) {
                float sum = in[r * WIDTH + 1] + in[r * WIDTH + 2] + in[r * WIDTH + 3];
                assertThat(sum).isOne();
                System.arraycopy(in, r * WIDTH + 1, y, r * 3, 3);
            }
        };

        ColumnImportance importance = ColumnImportance.of(
                words,
                new Examples(new FloatFeatures(x, WIDTH), labels),
                Target.Classes.numbered(3),
                table.placesByColumn(),
                250,
                1);

        assertThat(importance.change()).isEqualTo("accuracy falls");
        assertThat(importance.columns().getFirst().name()).isEqualTo("make");
        assertThat(importance.columns().getFirst().worse()).isCloseTo(2 / 3.0, within(0.02));
    }

    /** The second target's errors are a ten-thousandth of the first one's. */
    @Test
    void of_several_targets_no_unit_outweighs_another() {
        columns.put("a", List.of(0));
        columns.put("b", List.of(1));
        Inference two = (in, rows, y) -> {
            for (int r = 0; r < rows; r++) {
                y[2 * r] = in[r * WIDTH];
                y[2 * r + 1] = in[r * WIDTH + 1];
            }
        };
        float[] y = new float[2 * ROWS];
        two.predict(x, ROWS, y);
        Target.Numbers numbers =
                new Target.Numbers(new ColumnScaling(List.of(new Column("force", 0, 1e4), new Column("torque", 0, 1))));

        ColumnImportance importance = ColumnImportance.of(
                two, new Examples(new FloatFeatures(x, WIDTH), new int[0], y), numbers, columns, 250, 1);

        assertThat(importance.change()).isEqualTo("R² falls");
        // Errors of twice a target's variance make its R² −1, and the mean of both 0.
        assertThat(importance.columns())
                .extracting(ColumnImportance.Column::worse)
                .allSatisfy(worse -> assertThat(worse).isCloseTo(1, within(0.05)));
    }
}
