package org.kanworkbench.network.stem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.NoBasis;
import org.kanworkbench.network.basis.ReluBump;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.trained.Sine;
import org.kanworkbench.network.cost.PredictionCost;

class ConvolutionsTest {

    private final Convolutions three = new Convolutions(28, 28, List.of(16, 32, 64));

    @Test
    void smaller_images_go_through_the_stages_that_leave_them_a_pixel() {
        assertThat(three.fitted(8 * 8)).isEqualTo(new Convolutions(8, 8, List.of(16, 32, 64)));
        assertThat(three.fitted(7 * 7)).isEqualTo(new Convolutions(7, 7, List.of(16, 32)));
        assertThat(three.fitted(2 * 2)).isEqualTo(new Convolutions(2, 2, List.of(16)));
    }

    @Test
    void larger_images_go_through_all_stages() {
        assertThat(three.fitted(40 * 40)).isEqualTo(new Convolutions(40, 40, List.of(16, 32, 64)));
    }

    @Test
    void a_single_pixel_and_rows_that_are_no_square_are_refused() {
        assertThatThrownBy(() -> three.fitted(1)).hasMessageContaining("convolutions are for images");
        assertThatThrownBy(() -> three.fitted(10)).hasMessageContaining("need square images");
    }

    /** Kernels of 3 × 3 and a bias for each channel. */
    @Test
    void parameters_are_those_of_kernels_and_biases() {
        assertThat(three.parameters()).isEqualTo(16 * (9 + 1) + 32 * (16 * 9 + 1) + 64 * (32 * 9 + 1));
        assertThat(KanConvolutions.plain(28, 28, 3, List.of(16, 32)).parameters())
                .isEqualTo(16 * (3 * 9 + 1) + 32 * (16 * 9 + 1));
    }

    private static long flops(Stem stem) {
        int features = 32 * 7 * 7;
        return PredictionCost.flops(new NetworkSpec(
                stem,
                List.of(LayerSpec.plain(new NoBasis())
                        .with(LayerField.BASE, Activation.IDENTITY)
                        .withSizes(features, 10))));
    }

    private static KanConvolutions kernels(List<Integer> channels, Basis basis) {
        return new KanConvolutions(
                28,
                28,
                1,
                channels,
                basis,
                KanConvolutions.Scaling.TANH,
                Activation.SILU,
                true,
                false,
                Activation.RELU);
    }

    /** Taps are not told apart, for which such functions differ. */
    @ParameterizedTest
    @MethodSource("apart")
    void kernels_of_functions_that_differ_by_input_are_refused(Basis basis) {
        assertThatThrownBy(() -> kernels(List.of(4), basis)).hasMessageContaining("kernels have no ");
    }

    static Stream<Basis> apart() {
        return Stream.of(new ReluBump(4, 2, 0, 1), new Sine(3));
    }

    @Test
    void kernels_of_edge_functions_cost_as_many_operations_as_they_have_terms() {
        List<Integer> channels = List.of(16, 32);
        long plain = flops(new Convolutions(28, 28, channels));
        assertThat(flops(KanConvolutions.plain(28, 28, 1, channels))).isEqualTo(plain);
        // 28 × 28 pixels of 16 sums over 9 taps, 14 × 14 of 32 over 144: SiLU and four polynomials instead of one
        // value.
        long products = 2L * 28 * 28 * 16 * 9 + 2L * 14 * 14 * 32 * 144;
        long functions = flops(kernels(channels, new Legendre(3))) - plain - 4 * products;
        // Of the functions themselves some twenty operations for each pixel of each input.
        assertThat(functions).isBetween(10L * (28 * 28 + 16 * 14 * 14), 40L * (28 * 28 + 16 * 14 * 14));
    }
}
