package org.kanworkbench.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.network.tensor.HalfTensor;
import org.kanworkbench.network.tensor.QuantizedTensor;
import org.kanworkbench.network.tensor.Tensor;
import org.kanworkbench.quantize.scheme.Granularity;
import org.kanworkbench.quantize.scheme.RangeRule;
import org.kanworkbench.quantize.scheme.Symmetry;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;

class WeightRoundingTest {

    private static final int[][] SHAPES = {{5, 70, 3}, {4, 33}, {6, 4, 3, 3}, {1, 1, 1}};

    /** Mostly small weights, some far out, as trained layers have them; a constant is added so that affine ranges lie askew. */
    private static Tensor weights(int[] shape, long seed, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) (shift + Math.pow(random.nextGaussian(), 3) * 0.05);
        }
        return new Tensor(shape, values);
    }

    static Stream<Integers> formats() {
        return Stream.of(2, 3, 4, 5, 6, 8)
                .flatMap(bits -> Arrays.stream(Granularity.values())
                        .flatMap(granularity -> Arrays.stream(Symmetry.values())
                                .flatMap(symmetry -> Arrays.stream(RangeRule.values())
                                        .map(range -> new Integers(bits, granularity, symmetry, range)))));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void codes_stand_for_the_nearest_level_of_their_own_block(Integers format) {
        for (int[] shape : SHAPES) {
            Tensor tensor = weights(shape, 1, 0.02);
            QuantizedTensor rounded = WeightRounding.round(tensor, format);
            float[] values = rounded.float32().values();
            int least =
                    format.symmetry() == Symmetry.SYMMETRIC ? 1 - (1 << format.bits() - 1) : -(1 << format.bits() - 1);
            int most = (1 << format.bits() - 1) - 1;
            double furthest = 0;
            for (int n = 0; n < values.length; n++) {
                int b = naiveBlock(shape, format.granularity(), n);
                int zero = rounded.symmetric() ? 0 : rounded.zeroPoints()[b];
                double nearest = Double.POSITIVE_INFINITY;
                for (int code = least; code <= most; code++) {
                    nearest = Math.min(nearest, Math.abs(rounded.scales()[b] * (code - zero) - tensor.values()[n]));
                }
                double distance = Math.abs(values[n] - tensor.values()[n]);
                furthest = Math.max(furthest, Math.abs(distance - nearest));
                assertTrue(rounded.codes()[n] >= least && rounded.codes()[n] <= most);
            }
            assertThat(furthest).isLessThan(1e-6);
        }
    }

    /** From the enum's words: which scale weight n of a row-major array has. */
    private static int naiveBlock(int[] shape, Granularity granularity, int n) {
        int terms = shape.length == 3 ? shape[2] : 1;
        int perOutput = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
        int output = n / perOutput;
        int input = n % perOutput / terms;
        int groups = (perOutput / terms + 31) / 32;
        return switch (granularity) {
            case TENSOR -> 0;
            case OUTPUT -> output;
            case GROUP_32 -> (output * groups + input / 32) * terms + n % terms;
        };
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whole_ranges_cost_at_most_half_a_step(Integers format) {
        Integers whole = new Integers(format.bits(), format.granularity(), format.symmetry(), RangeRule.MIN_MAX);
        for (double shift : new double[] {0, 0.3, -5}) {
            Tensor tensor = weights(SHAPES[0], 2, shift);
            QuantizedTensor rounded = WeightRounding.round(tensor, whole);
            float[] values = rounded.float32().values();
            double furthest = 0;
            for (int n = 0; n < values.length; n++) {
                double step = rounded.scales()[naiveBlock(SHAPES[0], format.granularity(), n)];
                // A zero point is a whole number: at one end of the range up to half a step more is clipped.
                double most = format.symmetry() == Symmetry.SYMMETRIC ? step / 2 : step;
                furthest = Math.max(furthest, Math.abs(values[n] - tensor.values()[n]) / most);
            }
            assertThat(furthest).isLessThanOrEqualTo(1 + 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void least_squares_is_never_worse_than_the_whole_range(Integers format) {
        Tensor tensor = weights(SHAPES[0], 3, 0);
        double whole = squaredError(
                tensor, new Integers(format.bits(), format.granularity(), format.symmetry(), RangeRule.MIN_MAX));
        double least = squaredError(
                tensor, new Integers(format.bits(), format.granularity(), format.symmetry(), RangeRule.MSE));
        assertThat(least).isLessThanOrEqualTo(whole);
        if (format.bits() < 6) {
            assertThat(least).isLessThan(whole);
        }
    }

    private static double squaredError(Tensor tensor, Integers format) {
        float[] values = WeightRounding.round(tensor, format).float32().values();
        double sum = 0;
        for (int n = 0; n < values.length; n++) {
            sum += Math.pow(values[n] - tensor.values()[n], 2);
        }
        return sum;
    }

    @Test
    void least_squares_finds_what_an_exhaustive_search_of_scales_finds() {
        Integers format = new Integers(3, Granularity.TENSOR, Symmetry.SYMMETRIC, RangeRule.MSE);
        Tensor tensor = weights(new int[] {1, 200}, 4, 0);
        double best = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= 20_000; k++) {
            double scale = k * 5e-5;
            double sum = 0;
            for (float w : tensor.values()) {
                double level = Math.max(-3, Math.min(3, Math.rint(w / scale)));
                sum += Math.pow(level * scale - w, 2);
            }
            best = Math.min(best, sum);
        }
        assertThat(squaredError(tensor, format)).isLessThanOrEqualTo(best * 1.02);
    }

    @Test
    void percentiles_leave_out_the_outermost_thousandth_alone() {
        float[] values = new float[4000];
        for (int n = 0; n < values.length; n++) {
            values[n] = n % 2 == 0 ? 1 : -1;
        }
        values[7] = -50;
        values[8] = 30;
        values[9] = 1.5f;
        values[10] = 1.25f;
        Tensor tensor = new Tensor(new int[] {1, 4000}, values);
        Integers format = new Integers(8, Granularity.TENSOR, Symmetry.SYMMETRIC, RangeRule.PERCENTILE);
        // Four of 4,000 lie beyond 1.
        assertThat(WeightRounding.round(tensor, format).scales()[0]).isCloseTo(1 / 127f, within(1e-9f));
        values[11] = -1.125f;
        assertThat(WeightRounding.round(tensor, format).scales()[0]).isCloseTo(1.125f / 127, within(1e-9f));
    }

    @ParameterizedTest
    @EnumSource(RangeRule.class)
    void zeros_stay_zero_and_have_a_scale(RangeRule range) {
        for (Symmetry symmetry : Symmetry.values()) {
            Integers format = new Integers(4, Granularity.GROUP_32, symmetry, range);
            QuantizedTensor rounded = WeightRounding.round(new Tensor(new int[] {2, 40}, new float[80]), format);
            assertThat(rounded.float32().values()).containsOnly(0);
            assertThat(rounded.scales()).doesNotContain(0);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_VALUE, 1e-30f, 1, 1e30f, 1e38f})
    void weights_of_any_size_are_kept(float size) {
        for (Symmetry symmetry : Symmetry.values()) {
            Integers format = new Integers(8, Granularity.TENSOR, symmetry, RangeRule.MSE);
            Tensor tensor = new Tensor(new int[] {1, 3}, new float[] {size, -size, size / 2});
            float[] values = WeightRounding.round(tensor, format).float32().values();
            for (int n = 0; n < 3; n++) {
                double most = Math.max(0.01 * (double) size, Float.MIN_NORMAL);
                assertThat(Math.abs((double) values[n] - tensor.values()[n])).isLessThanOrEqualTo(most);
            }
        }
    }

    @Test
    void half_precision_rounds_to_nearest_and_stops_at_its_largest_number() {
        Tensor tensor = new Tensor(new int[] {5}, new float[] {0.1f, -2049, 1e9f, -1e9f, 1e-9f});
        HalfTensor half = WeightRounding.half(tensor);
        assertThat(half.float32().values()).containsExactly(0.099975586f, -2048, 65504, -65504, 0);
    }
}
