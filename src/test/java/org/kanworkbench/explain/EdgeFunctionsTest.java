package org.kanworkbench.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.basis.GaussianRbf;
import org.kanworkbench.network.basis.SechBump;
import org.kanworkbench.network.basis.recurrence.Legendre;
import org.kanworkbench.network.basis.trained.SechSwitch;
import org.kanworkbench.network.tensor.Tensor;

class EdgeFunctionsTest {

    private static final int ROWS = 7;

    static Stream<LayerSpec> layers() {
        return Layers.all();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void the_edges_of_an_output_sum_to_what_the_engine_computes_before_norm_and_bias(LayerSpec spec) {
        Model model = Layers.random(spec, 3);
        float[] x = Layers.randomRows(ROWS, Layers.INPUTS, 4);
        float[] sums = predict(model, x, ROWS);

        for (int b = 0; b < ROWS; b++) {
            float[] row = Arrays.copyOfRange(x, b * Layers.INPUTS, (b + 1) * Layers.INPUTS);
            Interval range = range(spec.scaling(), row, x);
            LayerEdges edges = new EdgeFunctions(model, List.of(range)).layer(0);
            EdgeCurves curves = edges.at(row);
            for (int o = 0; o < Layers.OUTPUTS; o++) {
                double sum = bias(model, "bias", o) + bias(model, "basis_bias", o);
                for (int i = 0; i < Layers.INPUTS; i++) {
                    sum += curves.values(o, i)[i];
                }
                assertThat(sum).as("row %d, output %d", b, o).isCloseTo(sums[b * Layers.OUTPUTS + o], within(1e-4));
            }
        }
    }

    /** What a row is scaled by: its own extent or that of the batch, or its own mean and deviation. */
    static Interval range(InputScaling scaling, float[] row, float[] batch) {
        if (scaling == InputScaling.LAYER_NORM || scaling == InputScaling.LAYER_NORM_ALL) {
            double mean = 0;
            double variance = 0;
            for (float value : row) {
                mean += value / (double) row.length;
            }
            for (float value : row) {
                variance += (value - mean) * (value - mean) / row.length;
            }
            return new Interval(mean - Math.sqrt(variance + 1e-5), mean + Math.sqrt(variance + 1e-5));
        }
        return extent(scaling == InputScaling.ROW_MIN_MAX ? row : batch);
    }

    /** Also those whose training passes on other derivatives. */
    static Stream<LayerSpec> layersToSlope() {
        return Stream.concat(
                layers(),
                Stream.of(new SechBump(5, -2, 2, 0.5), new SechSwitch(5, -2, 2, true))
                        .map(basis ->
                                Layers.layer(basis, InputScaling.NONE, Activation.SILU, ConstantTerm.FOLDED, false)));
    }

    @ParameterizedTest
    @MethodSource("layersToSlope")
    void parts_sum_to_the_curve_and_slopes_are_its_derivative(LayerSpec spec) {
        LayerEdges edges = new EdgeFunctions(Layers.random(spec, 5)).layer(0);
        float step = 1f / 1024;
        // Off the knots, where a B-spline of order 2 bends sharply.
        float[] x = {-0.81f, -0.33f, 0.12f, 0.71f};
        float[] left = shifted(x, -step);
        float[] right = shifted(x, step);

        for (int o = 0; o < Layers.OUTPUTS; o++) {
            EdgeCurves curves = edges.at(x);
            float[] values = curves.values(o, 1);
            float[][] parts = curves.parts(o, 1);
            float[] slopes = curves.slopes(o, 1);
            float[] before = edges.at(left).values(o, 1);
            float[] after = edges.at(right).values(o, 1);
            assertThat(parts).hasNumberOfRows(edges.termNames().size());
            for (int p = 0; p < x.length; p++) {
                double sum = 0;
                for (float[] part : parts) {
                    sum += part[p];
                }
                assertThat(sum).isCloseTo(values[p], within(1e-5));
                assertThat((double) slopes[p]).isCloseTo((after[p] - before[p]) / (2 * step), within(5e-3));
            }
        }
    }

    @Test
    void bulk_curves_are_the_single_ones() {
        LayerEdges edges =
                new EdgeFunctions(Layers.random(Layers.all().findFirst().orElseThrow(), 6)).layer(0);
        EdgeCurves curves = edges.at(edges.domain().evenly(9));

        float[] all = curves.ofLayer();
        for (int o = 0; o < Layers.OUTPUTS; o++) {
            float[] ofOutput = curves.ofOutput(o);
            for (int i = 0; i < Layers.INPUTS; i++) {
                float[] one = curves.values(o, i);
                int edge = o * Layers.INPUTS + i;
                assertThat(Arrays.copyOfRange(all, edge * 9, edge * 9 + 9)).containsExactly(one);
                assertThat(Arrays.copyOfRange(ofOutput, i * 9, i * 9 + 9)).containsExactly(one);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void a_prediction_in_between_changes_no_curve(LayerSpec spec) {
        Model model = Layers.random(spec, 7);
        float[] x = new Interval(-2, 2).evenly(33);
        float[] before = new EdgeFunctions(model).layer(0).at(x).ofLayer();
        Interval domain = new EdgeFunctions(model).layer(0).domain();

        predict(model, Layers.randomRows(ROWS, Layers.INPUTS, 8), ROWS);

        assertThat(new EdgeFunctions(model).layer(0).at(x).ofLayer()).containsExactly(before);
        assertThat(new EdgeFunctions(model).layer(0).domain()).isEqualTo(domain);
    }

    @Test
    void coefficients_have_the_terms_names_and_carry_the_edges_scale() {
        LayerSpec folded = Layers.layer(new Legendre(2), InputScaling.NONE, Activation.SILU, ConstantTerm.FOLDED, true);
        Model model = Layers.random(folded, 9);
        LayerEdges edges = new EdgeFunctions(model).layer(0);
        int edge = 2 * Layers.INPUTS + 3;
        float scale = model.tensor("layers.0.basis_scale").values()[edge];
        float[] basis = model.tensor("layers.0.basis_weight").values();

        assertThat(edges.termNames()).containsExactly("base", "P₁", "P₂");
        assertThat(edges.coefficients(2, 3))
                .containsExactly(
                        model.tensor("layers.0.base_weight").values()[edge],
                        basis[2 * edge] * scale,
                        basis[2 * edge + 1] * scale);
        LayerSpec perEdge =
                Layers.layer(new Legendre(2), InputScaling.NONE, Activation.ZERO, ConstantTerm.PER_EDGE, false);
        assertThat(new EdgeFunctions(Layers.random(perEdge, 9)).layer(0).termNames())
                .containsExactly("P₀", "P₁", "P₂");
    }

    @Test
    void the_domain_is_where_the_scaled_input_crosses_the_bases_interval() {
        GaussianRbf half = new GaussianRbf(4, -0.5, 1);

        assertThat(domain(half, InputScaling.NONE)).isEqualTo(new Interval(-0.5, 1));
        assertThat(domain(half, InputScaling.TANH).low()).isCloseTo(-0.549306, within(1e-6));
        assertThat(domain(half, InputScaling.TANH).high()).isCloseTo(2.646652, within(1e-6));
        assertThat(domain(half, InputScaling.BATCH_MIN_MAX)).isEqualTo(new Interval(3.5, 8));
        assertThat(domain(half, InputScaling.ROW_MIN_MAX)).isEqualTo(new Interval(3.5, 8));
    }

    @Test
    void a_running_range_is_the_models_own_whatever_is_passed_in() {
        LayerSpec spec = Layers.layer(
                new Legendre(3), InputScaling.RUNNING_MIN_MAX, Activation.SILU, ConstantTerm.FOLDED, false);
        Model model = Layers.random(spec, 11);

        Interval domain =
                new EdgeFunctions(model, List.of(new Interval(2, 8))).layer(0).domain();

        assertThat(domain.low())
                .isEqualTo(model.tensor("layers.0.scaling.running_min").values()[0]);
        assertThat(domain.high())
                .isEqualTo(model.tensor("layers.0.scaling.running_max").values()[0]);
    }

    private static Interval domain(GaussianRbf basis, InputScaling scaling) {
        LayerSpec spec = Layers.layer(basis, scaling, Activation.SILU, ConstantTerm.FOLDED, false);
        return new EdgeFunctions(Layers.random(spec, 1), List.of(new Interval(2, 8)))
                .layer(0)
                .domain();
    }

    @Test
    void a_range_without_width_or_that_is_no_number_still_gives_a_finite_domain() {
        LayerSpec spec =
                Layers.layer(new Legendre(2), InputScaling.BATCH_MIN_MAX, Activation.SILU, ConstantTerm.FOLDED, false);
        Model model = Layers.random(spec, 1);

        assertThat(new EdgeFunctions(model, List.of(new Interval(3, 3)))
                        .layer(0)
                        .domain())
                .isEqualTo(new Interval(2, 4));
        assertThat(new EdgeFunctions(model, List.of(new Interval(Double.NaN, 3)))
                        .layer(0)
                        .domain())
                .isEqualTo(new Interval(-1, 1));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void weights_that_are_no_numbers_give_curves_that_are_none(LayerSpec spec) {
        Model sound = Layers.random(spec, 12);
        Map<String, Tensor> tensors = new LinkedHashMap<>(sound.tensors());
        tensors.replaceAll((_, tensor) -> {
            float[] none = new float[tensor.values().length];
            Arrays.fill(none, Float.NaN);
            return new Tensor(tensor.shape(), none);
        });

        LayerEdges edges = new EdgeFunctions(new Model(sound.network(), tensors)).layer(0);
        EdgeCurves curves = edges.at(edges.domain().evenly(5));

        assertThat(curves.ofLayer()).containsOnly(Float.NaN);
        assertThat(curves.slopes(0, 0)).containsOnly(Float.NaN);
    }

    @Test
    void an_index_out_of_range_is_told_with_what_there_is() {
        EdgeFunctions functions =
                new EdgeFunctions(Layers.random(Layers.all().findFirst().orElseThrow(), 1));
        EdgeCurves curves = functions.layer(0).at(new float[] {0});

        assertThatThrownBy(() -> functions.layer(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer is 1: choose 0 to 0");
        assertThatThrownBy(() -> curves.values(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output is -1: choose 0 to 3");
        assertThatThrownBy(() -> curves.values(0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input is 5: choose 0 to 4");
    }

    private static float[] predict(Model model, float[] x, int rows) {
        float[] y = new float[rows * model.network().outputs()];
        try (Workers workers = new Workers(1)) {
            new Predictor(model, rows, OptionalDouble.empty(), workers).predict(x, rows, y);
        }
        return y;
    }

    private static double bias(Model model, String name, int output) {
        Tensor bias = model.tensors().get("layers.0." + name);
        return bias == null ? 0 : bias.values()[output];
    }

    static Interval extent(float[] x) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : x) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Interval(least, most);
    }

    private static float[] shifted(float[] x, float by) {
        float[] moved = x.clone();
        for (int p = 0; p < moved.length; p++) {
            moved[p] += by;
        }
        return moved;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void the_edges_to_one_output_alone_give_the_curves_of_the_whole_model(LayerSpec spec) {
        Model model = Layers.random(spec, 8);
        float[] x = {-1.3f, -0.6f, 0, 0.4f, 1.1f};
        for (int o = 0; o < Layers.OUTPUTS; o++) {
            Model alone = Network.of(model).edgesTo(0, o);

            assertThat(new EdgeFunctions(alone).layer(0).at(x).ofOutput(0))
                    .isEqualTo(new EdgeFunctions(model).layer(0).at(x).ofOutput(o));
        }
    }
}
