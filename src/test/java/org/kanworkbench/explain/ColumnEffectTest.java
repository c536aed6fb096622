package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.Inference;

class ColumnEffectTest {

    private static final int ROWS = 300;
    private static final int WIDTH = 4;
    /** A price, and a make of three words. */
    private static final ColumnScaling TABLE = new ColumnScaling(List.of(
            new Column("price", 10, 4, List.of(2.0, 30.0)),
            new Column("make=a", 0.5, 0.5),
            new Column("make=b", 0.3, 0.4),
            new Column("make=c", 0.2, 0.3)));

    private static Examples examples(Target target) {
        float[] x = Layers.randomRows(ROWS, WIDTH, 7);
        return target instanceof Target.Classes
                ? new Examples(new FloatFeatures(x, WIDTH), new int[ROWS])
                : new Examples(new FloatFeatures(x, WIDTH), new int[0], new float[ROWS]);
    }

    /** Of a sum, the column's own part and the mean of the others. */
    @Test
    void of_a_sum_is_the_columns_part_in_the_targets_units() {
        Inference sum = (x, rows, y) -> {
            for (int r = 0; r < rows; r++) {
                y[r] = x[r * WIDTH] * x[r * WIDTH] + x[r * WIDTH + 3];
            }
        };
        Target.Numbers litres = new Target.Numbers(new ColumnScaling(List.of(new Column("litres", 100, 5))));
        Examples examples = examples(litres);
        float[] x = examples.features().sample(ROWS);
        double others = 0;
        for (int r = 0; r < ROWS; r++) {
            others += x[r * WIDTH + 3] / ROWS;
        }

        ColumnEffect effect = ColumnEffect.of(sum, examples, litres, TABLE, List.of(0), 0, 64);

        assertThat(effect.words()).isEmpty();
        assertThat(effect.values()).hasSize(121).startsWith(2).endsWith(30).isSorted();
        for (int p = 0; p < 121; p++) {
            double standardised = (effect.values()[p] - 10) / 4;
            assertThat(effect.means()[p]).isCloseTo(100 + 5 * (standardised * standardised + others), within(1e-3));
        }
    }

    /** A network that knows the make alone, told by the one input that is 1. */
    @Test
    void every_word_is_put_in_the_place_of_the_others() {
        Inference makes = (x, rows, y) -> {
            for (int r = 0; r < rows; r++) {
                double[] raw = new double[3];
                for (int w = 0; w < 3; w++) {
                    raw[w] = TABLE.columns().get(w + 1).raw(x[r * WIDTH + w + 1]);
                }
                assertThat(Arrays.stream(raw).map(Math::rint).sum()).isOne();
                y[2 * r] = 0;
                y[2 * r + 1] = (float) (Math.log(3) * raw[1]);
            }
        };
        Target two = Target.Classes.numbered(2);

        ColumnEffect effect = ColumnEffect.of(makes, examples(two), two, TABLE, List.of(1, 2, 3), 1, 64);

        assertThat(effect.words()).containsExactly("a", "b", "c");
        assertThat(effect.means()).containsExactly(new double[] {0.5, 0.75, 0.5}, within(1e-5));
    }
}
