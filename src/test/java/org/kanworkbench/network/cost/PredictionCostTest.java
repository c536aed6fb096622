package org.kanworkbench.network.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.trained.Sine;
import org.kanworkbench.network.stem.Convolutions;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.network.stem.Stem;

/** Operations counted by hand: of layers from 4 inputs to 3 outputs, and of two stages of convolutions. */
class PredictionCostTest {

    /** A product and a sum an edge, a bias an output, and ReLU: 24 + 3 + 3. */
    private static final LayerSpec DENSE = LayerSpec.dense(4, 3, Activation.RELU);

    /** Five terms an edge (four splines and x), 5·3·4/2 an input, a bias an output: 120 + 120 + 3. */
    private static final LayerSpec SPLINES = LayerSpec.plain(new BSpline(5, 3)).withSizes(4, 3);

    private static long flops(LayerSpec layer) {
        return PredictionCost.flops(new NetworkSpec(List.of(layer)));
    }

    @Test
    void layers() {
        assertThat(flops(DENSE)).isEqualTo(30);
        assertThat(flops(SPLINES)).isEqualTo(243);
        assertThat(flops(SPLINES.with(LayerField.EDGE_SCALE, true))).isEqualTo(243 + 12);
        assertThat(flops(SPLINES.with(LayerField.BASE, Activation.SILU))).isEqualTo(243 + 4 * 4);
        assertThat(flops(SPLINES.with(LayerField.BASE, Activation.ZERO))).isEqualTo(243 - 24);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0", "BATCH, 6", "LAYER, 24"})
    void norms(Normalization norm, int more) {
        assertThat(flops(DENSE.with(LayerField.NORMALIZATION, norm))).isEqualTo(30 + more);
    }

    @ParameterizedTest
    @CsvSource({"IDENTITY, 0", "RELU, 1", "PRELU, 2", "SILU, 4", "TANH, 5", "GELU, 18"})
    void activations(Activation activation, int each) {
        assertThat(flops(LayerSpec.dense(4, 3, activation))).isEqualTo(27 + 3 * each);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0", "TANH, 5", "RUNNING_MIN_MAX, 3", "BATCH_MIN_MAX, 3", "ROW_MIN_MAX, 3", "LAYER_NORM, 7"})
    void scalings(InputScaling scaling, int each) {
        assertThat(flops(SPLINES.with(LayerField.SCALING, scaling))).isEqualTo(243 + 4 * each);
    }

    /** A recurrence's first step takes a product, a product and a difference, and later ones a product more. */
    static Stream<Arguments> formulas() {
        return Stream.of(
                Arguments.of(new Legendre(3), 3, 3 + 4),
                Arguments.of(new GaussianRbf(4), 4, 4 * 4),
                Arguments.of(new Sine(2), 2, 2 * 3));
    }

    /** @param each of one input's functions */
    @ParameterizedTest
    @MethodSource
    void formulas(Basis basis, int terms, int each) {
        assertThat(flops(LayerSpec.plain(basis).withSizes(4, 3))).isEqualTo(12 * 2 * (1 + terms) + 4 * each + 3);
    }

    private static long stem(Stem stem, int features) {
        return PredictionCost.flops(new NetworkSpec(stem, List.of(LayerSpec.dense(features, 1, Activation.IDENTITY))))
                - (2L * features + 1);
    }

    @Test
    void convolutions() {
        // Nine taps of each input channel, a bias and ReLU; of pooled pixels the largest of four.
        long first = 4 * ((2 * 9 + 2) * 6 * 8 + 3 * 3 * 4);
        long second = 5 * ((2 * 4 * 9 + 2) * 3 * 4 + 3 * 1 * 2);

        assertThat(stem(new Convolutions(6, 8, List.of(4, 5)), 5 * 2)).isEqualTo(first + second);
    }

    @Test
    void convolutions_of_edge_functions() {
        // Four splines a tap, a bias and the norm; 30 for the splines of each input's pixel.
        long first = 2 * ((2 * 27 * 4 + 1 + 7) * 6 * 4 + 3 * 3 * 2) + 3 * 6 * 4 * 30;
        long second = 4 * ((2 * 18 * 4 + 1 + 7) * 3 * 2 + 3 * 1 * 1) + 2 * 3 * 2 * 30;
        KanConvolutions stem = new KanConvolutions(
                6,
                4,
                3,
                List.of(2, 4),
                new BSpline(5, 3),
                KanConvolutions.Scaling.NONE,
                Activation.ZERO,
                true,
                true,
                Activation.IDENTITY);

        assertThat(stem(stem, 4)).isEqualTo(first + second);
    }
}
