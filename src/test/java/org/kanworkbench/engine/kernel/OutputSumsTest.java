package org.kanworkbench.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputSumsTest {

    private final SplittableRandom random = new SplittableRandom(3);

    private float[] random(int size) {
        float[] values = new float[size];
        for (int n = 0; n < size; n++) {
            values[n] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "33, 64", "20, 70"})
    void products_are_with_all_that_was_added(int rows, int outputs) {
        OutputSums sums = new OutputSums(rows, outputs);
        double[] naive = new double[rows * outputs];
        float[] phi = random(5 * rows);
        for (int feature = 0; feature < 5; feature++) {
            float[] weights = random(outputs);
            sums.add(phi, feature * rows, weights);
            for (int row = 0; row < rows; row++) {
                for (int o = 0; o < outputs; o++) {
                    naive[row * outputs + o] += phi[feature * rows + row] * weights[o];
                }
            }
        }
        float[] products = new float[outputs];
        sums.products(phi, 2 * rows, products);
        for (int o = 0; o < outputs; o++) {
            double expected = 0;
            for (int row = 0; row < rows; row++) {
                expected += phi[2 * rows + row] * naive[row * outputs + o];
            }
            assertThat(products[o]).isCloseTo((float) expected, within(1e-4f));
        }
    }
}
