package org.kanworkbench.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The register-blocked kernels against their plain twins, for term counts and widths that use every block. */
class EdgeKernelsTest {

    private static final float ROUNDING = 1e-4f;
    private static final int ENTRIES = 37;
    private static final int ROWS = 20;
    private static final int PLANE = 48;

    @ParameterizedTest
    @CsvSource({"1,16", "3,16", "4,32", "5,48", "9,64", "4,64", "6,80", "8,128", "13,144"})
    void forward_agrees_with_its_definition(int terms, int width) {
        Operands o = new Operands(terms, width);
        float[] fast = o.sums.clone();
        float[] plain = o.sums.clone();
        new EdgeKernels(o.placed, PLANE, o.places, o.rows, width).forward(terms, 3, ENTRIES, o.weights, width, fast);
        forward(o.phi, PLANE, terms, o.rows, 3, ENTRIES, o.weights, width, width, plain);
        assertThat(fast).usingComparatorWithPrecision(ROUNDING).containsExactly(plain);
    }

    @ParameterizedTest
    @CsvSource({"1,16", "3,16", "4,32", "5,48", "9,64", "4,64", "6,80", "8,128", "13,144"})
    void gradient_agrees_with_its_definition(int terms, int width) {
        Operands o = new Operands(terms, width);
        float[] fast = o.weights.clone();
        float[] plain = o.weights.clone();
        new EdgeKernels(o.placed, PLANE, o.places, o.rows, width).gradient(terms, 3, ENTRIES, o.sums, fast, 0, fast, 0);
        gradient(o.phi, PLANE, terms, o.rows, 3, ENTRIES, o.sums, width, plain);
        assertThat(fast).usingComparatorWithPrecision(ROUNDING).containsExactly(plain);
    }

    @ParameterizedTest
    @CsvSource({"1,16", "10,64", "33,80", "7,144"})
    void input_gradient_agrees_with_its_definition(int outputs, int stride) {
        SplittableRandom random = new SplittableRandom(outputs);
        float[] weights = Operands.draw(random, outputs + 2);
        float[] d = Operands.draw(random, outputs * stride);
        float[] slope = Operands.draw(random, stride + 5);
        float[] fast = Operands.draw(random, stride + 7);
        float[] plain = fast.clone();
        new InputKernels(weights, 0, outputs, slope, 0, stride).gradient(2, d, 5, fast, 7);
        inputGradient(weights, 2, outputs, d, stride, slope, 5, plain, 7);
        assertThat(fast).usingComparatorWithPrecision(ROUNDING).containsExactly(plain);
    }

    @ParameterizedTest
    @CsvSource({"1,16", "10,64", "33,80", "7,144"})
    void input_gradient_of_two_terms_is_that_of_one_after_the_other(int outputs, int stride) {
        SplittableRandom random = new SplittableRandom(outputs);
        int width = outputs + 3;
        int plane = stride + 9;
        float[] weights = Operands.draw(random, 2 + 2 * width);
        float[] d = Operands.draw(random, outputs * stride);
        float[] slope = Operands.draw(random, 5 + 2 * plane);
        float[] fast = Operands.draw(random, stride + 7);
        float[] other = Operands.draw(random, stride + 7);
        float[] plain = fast.clone();
        float[] plainOther = other.clone();
        new InputKernels(weights, width, outputs, slope, plane, stride).gradientOfTwo(2, d, 5, fast, other, 7);
        inputGradient(weights, 2, outputs, d, stride, slope, 5, plain, 7);
        inputGradient(weights, 2 + width, outputs, d, stride, slope, 5 + plane, plainOther, 7);
        assertThat(fast).usingComparatorWithPrecision(ROUNDING).containsExactly(plain);
        assertThat(other).usingComparatorWithPrecision(ROUNDING).containsExactly(plainOther);
    }

    @ParameterizedTest
    @CsvSource({"1,1,16,1", "3,4,64,5", "2,2,80,64", "4,4,48,7", "9,9,144,8"})
    void dense_forward_agrees_with_its_definition(int terms, int edgeTerms, int width, int rows) {
        SplittableRandom random = new SplittableRandom(terms);
        int features = 19;
        int plane = features * rows + 3;
        float[] phi = Operands.draw(random, terms * plane);
        float[] weights = Operands.draw(random, features * edgeTerms * width + 2);
        float[] fast = Operands.draw(random, rows * width);
        float[] plain = fast.clone();
        new DenseKernels(phi, plane, terms, edgeTerms, width).forward(features, rows, weights, 2, fast);
        int[] everyRow = new int[features * rows];
        for (int n = 0; n < everyRow.length; n++) {
            everyRow[n] = n % rows;
        }
        for (int f = 0; f < features; f++) {
            int at = 2 + f * edgeTerms * width;
            forward(phi, plane, terms, everyRow, f * rows, (f + 1) * rows, weights, at, width, plain);
        }
        assertThat(fast).usingComparatorWithPrecision(ROUNDING).containsExactly(plain);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6})
    void sums_of_some_entries_are_those_of_all_rows(int terms) {
        int width = 2 * Lanes.PADDING;
        int outputs = width - 3;
        int stride = Lanes.padded(ROWS);
        SplittableRandom random = new SplittableRandom(terms);
        float[] weights = Operands.draw(random, 5 + terms * width);
        float[] d = new float[ROWS * width];
        float[] transposed = new float[outputs * stride];
        for (int b = 0; b < ROWS; b++) {
            for (int o = 0; o < outputs; o++) {
                d[b * width + o] = (float) random.nextDouble(-1, 1);
                transposed[o * stride + b] = d[b * width + o];
            }
        }
        int[] rows = {2, 0, 5, 3};
        InputKernels kernels = new InputKernels(weights, width, outputs, null, 0, stride);
        float[][] all = new float[terms][stride];
        float[][] some = new float[terms][rows.length];
        kernels.sums(5, transposed, all, 0);
        kernels.sumsOfEntries(5, d, rows, 1, rows.length, some);
        for (int k = 0; k < terms; k++) {
            for (int n = 1; n < rows.length; n++) {
                assertThat(some[k][n]).isCloseTo(all[k][rows[n]], within(ROUNDING));
            }
            assertThat(some[k][0]).as("before the first entry").isZero();
        }
    }

    private static final class Operands {
        final float[] phi;
        /** The same with the entries at other places. */
        final float[] placed;

        final int[] places = new int[PLANE];
        final int[] rows = new int[PLANE];
        final float[] weights;
        final float[] sums;

        Operands(int terms, int width) {
            SplittableRandom random = new SplittableRandom(31L * terms + width);
            phi = draw(random, terms * PLANE);
            placed = new float[phi.length];
            weights = draw(random, (terms + 1) * width);
            sums = draw(random, ROWS * width);
            for (int n = 0; n < PLANE; n++) {
                places[n] = PLANE - 1 - n;
                rows[n] = random.nextInt(ROWS);
                for (int at = 0; at < phi.length; at += PLANE) {
                    placed[at + places[n]] = phi[at + n];
                }
            }
        }

        static float[] draw(SplittableRandom random, int size) {
            float[] values = new float[size];
            for (int j = 0; j < size; j++) {
                values[j] = (float) random.nextDouble(-1, 1);
            }
            return values;
        }
    }

    // What the kernels compute, plainly.

    private static void forward(
            float[] phi,
            int plane,
            int terms,
            int[] rows,
            int from,
            int to,
            float[] w,
            int at,
            int width,
            float[] sums) {
        for (int n = from; n < to; n++) {
            for (int t = 0; t < terms; t++) {
                for (int o = 0; o < width; o++) {
                    sums[rows[n] * width + o] += phi[t * plane + n] * w[at + t * width + o];
                }
            }
        }
    }

    private static void gradient(
            float[] phi, int plane, int terms, int[] rows, int from, int to, float[] d, int width, float[] g) {
        for (int n = from; n < to; n++) {
            for (int t = 0; t < terms; t++) {
                for (int o = 0; o < width; o++) {
                    g[t * width + o] += phi[t * plane + n] * d[rows[n] * width + o];
                }
            }
        }
    }

    private static void inputGradient(
            float[] w,
            int at,
            int outputs,
            float[] dT,
            int stride,
            float[] slope,
            int slopeAt,
            float[] out,
            int outAt) {
        for (int b = 0; b < stride; b++) {
            float sum = 0;
            for (int o = 0; o < outputs; o++) {
                sum += w[at + o] * dT[o * stride + b];
            }
            out[outAt + b] += slope[slopeAt + b] * sum;
        }
    }
}
