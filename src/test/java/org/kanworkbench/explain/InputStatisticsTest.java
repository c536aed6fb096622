package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.recurrence.Legendre;

class InputStatisticsTest {

    /** Two inputs; the second leaves [-1, 1] in two rows of five, once far beyond what bins cover, and once is not a number. */
    private static final float[] X = {0, 0, 0.5f, 1, -1, 1.2f, 1, -9, 0.1f, Float.NaN};

    @Test
    void every_input_is_counted_in_its_bin_unless_beyond_the_ends() {
        InputStatistics statistics = measure(layer(new Legendre(2), InputScaling.NONE));

        // 48 bins over [-1.5, 1.5], 16 of them a unit.
        assertThat(statistics.shown()).isEqualTo(new Interval(-1.5, 1.5));
        assertThat(bins(statistics, 0)).containsExactly(8, 24, 25, 32, 40);
        assertThat(bins(statistics, 1)).containsExactly(24, 40, 43);
        assertThat(statistics.least()[0]).isEqualTo(-1);
        assertThat(statistics.most()[0]).isEqualTo(1);
    }

    @Test
    void the_share_outside_is_what_the_scaling_puts_beyond_the_bases_interval() {
        InputStatistics none = measure(layer(new Legendre(2), InputScaling.NONE));
        InputStatistics tanh = measure(layer(new Legendre(2), InputScaling.TANH));

        assertThat(none.outside(0)).hasValue(0);
        assertThat(none.outside(1)).hasValue(0.6);
        assertThat(tanh.outside(1))
                .as("what is not a number is nowhere inside, nor what is beyond ±2.65")
                .hasValue(0.4);
    }

    @Test
    void a_layer_without_basis_has_no_domain_to_miss() {
        LayerSpec dense = Layers.layer(
                        new NoBasis(), InputScaling.NONE, Activation.IDENTITY, ConstantTerm.FOLDED, false)
                .withSizes(2, 3);

        assertThat(measure(dense).outside(0)).isEmpty();
    }

    @Test
    void ranges_are_the_mean_of_rows_or_batches_least_and_largest() {
        float[] x = {0, 1, -1, 4, 2, 3};
        Sample sample = new Sample(x, 2, 2, OptionalDouble.empty());

        assertThat(range(InputScaling.ROW_MIN_MAX, sample).low()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(range(InputScaling.ROW_MIN_MAX, sample).high()).isCloseTo(8 / 3.0, within(1e-9));
        assertThat(range(InputScaling.BATCH_MIN_MAX, sample)).isEqualTo(new Interval(0.5, 3.5));
        // Of two inputs, mean minus deviation is the smaller one.
        assertThat(range(InputScaling.LAYER_NORM, sample).low()).isCloseTo(1 / 3.0, within(1e-4));
        assertThat(range(InputScaling.LAYER_NORM_ALL, sample).high()).isCloseTo(8 / 3.0, within(1e-4));
    }

    private static Interval range(InputScaling scaling, Sample sample) {
        Model model = Layers.random(layer(new Legendre(2), scaling), 1);
        return InputRanges.measure(model, sample, () -> true).orElseThrow().getFirst();
    }

    private static LayerSpec layer(Legendre basis, InputScaling scaling) {
        return Layers.layer(basis, scaling, Activation.SILU, ConstantTerm.FOLDED, false)
                .withSizes(2, 3);
    }

    private static InputStatistics measure(LayerSpec spec) {
        EdgeFunctions functions = new EdgeFunctions(Layers.random(spec, 1));
        List<InputStatistics> layers = InputStatistics.ofLayers(
                        functions, new Sample(X, 2, 2, OptionalDouble.empty()), () -> true)
                .orElseThrow();
        return layers.getFirst();
    }

    private static int[] bins(InputStatistics statistics, int input) {
        return IntStream.range(0, InputStatistics.BINS)
                .filter(bin -> statistics.counts()[input][bin] > 0)
                .toArray();
    }
}
