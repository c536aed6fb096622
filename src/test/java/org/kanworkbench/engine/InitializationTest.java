package org.kanworkbench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;

class InitializationTest {

    private static Model fresh(BSpline basis, int inputs, int outputs) {
        LayerSpec form = Preset.named("efficient-kan-faithful")
                .orElseThrow()
                .hiddenLayer()
                .withBasis(basis);
        return Network.initialize(new NetworkSpec(List.of(form.withSizes(inputs, outputs))), 3)
                .snapshot();
    }

    @ParameterizedTest
    @CsvSource({"5, 3", "8, 2", "3, 1", "12, 5"})
    void splines_begin_as_even_noise_at_the_knots(int grid, int order) {
        BSpline basis = new BSpline(grid, order);
        float[] weights = fresh(basis, 40, 30).tensor("layers.0.basis_weight").values();
        double bound = 0.05 / grid;

        double[] phi = new double[basis.terms()];
        double squares = 0;
        int points = 0;
        for (int edge = 0; edge < 40 * 30; edge++) {
            for (int j = 0; j <= grid; j++) {
                basis.evaluate(basis.knot(order + j), phi, new double[phi.length]);
                double noise = 0;
                for (int k = 0; k < phi.length; k++) {
                    noise += phi[k] * weights[edge * phi.length + k];
                }
                assertThat(Math.abs(noise)).isLessThan(bound * 1.0001);
                squares += noise * noise;
                points++;
            }
        }
        // Variance of even noise in ±b: b²/3.
        assertThat(squares / points).isCloseTo(bound * bound / 3, Offset.offset(0.05 * bound * bound / 3));
    }

    @Test
    void coefficients_are_those_of_least_norm() {
        // No x with Ax = 0 may be left in them. At order 3, A's rows are (1/6, 4/6, 1/6): two such x are the solutions
        // of
        // x_k + 4x_{k+1} + x_{k+2} = 0, which grow by the roots −2 ± √3.
        float[] weights =
                fresh(new BSpline(5, 3), 10, 10).tensor("layers.0.basis_weight").values();
        for (double root : new double[] {-2 + Math.sqrt(3), -2 - Math.sqrt(3)}) {
            double[] kernel = new double[8];
            double length = 0;
            for (int k = 0; k < 8; k++) {
                kernel[k] = Math.pow(root, k);
                length += kernel[k] * kernel[k];
            }
            for (int edge = 0; edge < 100; edge++) {
                double along = 0;
                for (int k = 0; k < 8; k++) {
                    along += kernel[k] * weights[edge * 8 + k] / Math.sqrt(length);
                }
                assertThat(along).isCloseTo(0, Offset.offset(1e-7));
            }
        }
    }

    @Test
    void bases_and_scales_begin_within_one_over_the_root_of_the_inputs() {
        Model model = fresh(new BSpline(5, 3), 64, 30);

        for (String name : List.of("layers.0.base_weight", "layers.0.basis_scale")) {
            float[] values = model.tensor(name).values();
            double largest = 0;
            double squares = 0;
            for (float v : values) {
                largest = Math.max(largest, Math.abs(v));
                squares += v * v;
            }
            assertThat(largest).as(name).isBetween(0.123, 0.125);
            assertThat(squares / values.length).as(name).isCloseTo(1 / 64.0 / 3, Offset.offset(0.0005));
        }
        assertThat(Arrays.equals(
                        model.tensor("layers.0.base_weight").values(),
                        model.tensor("layers.0.basis_scale").values()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // 1/(inputs · functions), 0.1, and √(6/(inputs · functions + outputs))/√3; the largest of ten thousand normals
        // is at 4 deviations.
        "cheby-kan-faithful, 0.003125, 3.6, 5",
        "fast-kan-faithful, 0.1, 3.6, 5",
        "faster-kan-faithful, 0.0611, 1.7, 1.74"
    })
    void basis_weights_begin_as_the_peers_do(String preset, double deviation, double least, double most) {
        float[] values = InitialModel.of(preset, 64, List.of(24), 10, 3)
                .tensor("layers.0.basis_weight")
                .values();
        double largest = 0;
        double squares = 0;
        for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
            squares += v * v;
        }
        assertThat(Math.sqrt(squares / values.length)).isCloseTo(deviation, Offset.offset(0.03 * deviation));
        assertThat(largest / deviation).isBetween(least, most);
    }
}
