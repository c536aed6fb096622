package org.kanworkbench.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForegroundGathererTest {

    private static final float BACKGROUND = -1;
    private static final int INPUTS = 60;

    @ParameterizedTest
    @CsvSource({"1, 0, 60", "16, 3, 4", "37, 5, 49", "64, 20, 60"})
    void every_value_that_is_no_background_is_an_entry_of_its_feature_and_row(int rows, int from, int to) {
        SplittableRandom random = new SplittableRandom(rows);
        ForegroundGatherer gatherer = new ForegroundGatherer(64);
        int[] start = new int[to - from + 1];
        int[] rowOf = new int[(to - from) * rows + Lanes.PADDING];
        float[] x = new float[rowOf.length];
        // A batch before, with more rows and no background, must leave no trace.
        gatherer.gather(new float[64 * INPUTS], INPUTS, 64, 0, 1, BACKGROUND, new int[2], new int[80], new float[80]);
        float[] input = new float[rows * INPUTS];
        for (int j = 0; j < input.length; j++) {
            input[j] = random.nextInt(3) > 0 ? BACKGROUND : random.nextFloat();
        }

        gatherer.gather(input, INPUTS, rows, from, to, BACKGROUND, start, rowOf, x);

        int n = 0;
        for (int f = from; f < to; f++) {
            assertThat(start[f - from]).isEqualTo(n);
            for (int b = 0; b < rows; b++) {
                if (input[b * INPUTS + f] != BACKGROUND) {
                    assertThat(rowOf[n]).isEqualTo(b);
                    assertThat(x[n]).isEqualTo(input[b * INPUTS + f]);
                    n++;
                }
            }
        }
        assertThat(start[to - from]).isEqualTo(n);
    }
}
