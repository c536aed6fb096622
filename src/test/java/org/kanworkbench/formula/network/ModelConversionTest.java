package org.kanworkbench.formula.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.InputScaling;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.LayerTensor;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Normalization;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;

/** Converted networks against the engine. */
class ModelConversionTest {

    private static final int ROWS = 200;

    /** The layers of efficient-kan, and others with all that can be converted. */
    private static NetworkSpec spec(boolean plain) {
        LayerSpec layer = Preset.named("efficient-kan-faithful").orElseThrow().hiddenLayer();
        LayerSpec all = layer.with(Map.of(
                LayerField.SCALING,
                InputScaling.RUNNING_MIN_MAX,
                LayerField.NORMALIZATION,
                Normalization.BATCH,
                LayerField.BIAS,
                true,
                LayerField.BASIS_BIAS,
                true,
                LayerField.EDGE_SCALE,
                false,
                LayerField.INITIALIZATION,
                org.kanworkbench.network.Initialization.KAIMING));
        LayerSpec last = (plain ? layer : all).with(LayerField.BASE, plain ? Activation.SILU : Activation.ZERO);
        return new NetworkSpec(List.of((plain ? layer : all).withSizes(3, 4), last.withSizes(4, 1)));
    }

    /** Every tensor filled by chance, ranges and variances with what they can be. */
    private static Model filled(NetworkSpec spec) {
        SplittableRandom random = new SplittableRandom(6);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int l = 0; l < spec.layers().size(); l++) {
            for (LayerTensor tensor : LayerTensor.of(spec.layers().get(l))) {
                float[] values = new float[(int) tensor.size(spec.layers().get(l))];
                for (int n = 0; n < values.length; n++) {
                    values[n] = (float)
                            switch (tensor) {
                                case RUNNING_MIN -> -1.5;
                                case RUNNING_MAX -> 2.2;
                                case RUNNING_VARIANCE -> random.nextDouble(0.5, 2);
                                default -> random.nextDouble(-1, 1);
                            };
                }
                tensors.put(
                        tensor.name(l), new Tensor(tensor.shape(spec.layers().get(l)), values));
            }
        }
        return new Model(spec, tensors);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_converted_network_computes_what_the_engine_does(boolean plain) {
        assertConverted(spec(plain));
    }

    /** Ranges, hyperbolic tangents with and without a base, trained functions by layer and by input. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kal-net",
                "torchkan",
                "kag-net",
                "cheby-kan",
                "fourier-kan-faithful",
                "sine-kan-faithful",
                "relu-kan-faithful"
            })
    void a_preset_without_its_layer_norm_is_converted(String name) {
        Preset preset = Preset.named(name).orElseThrow();
        LayerSpec hidden = preset.hiddenLayer().with(LayerField.NORMALIZATION, Normalization.NONE);
        assertConverted(new NetworkSpec(
                List.of(hidden.withSizes(3, 4), preset.lastLayer().withSizes(4, 1))));
    }

    /** Networks are fitted by them, whatever the preset's own training passes on. */
    @ParameterizedTest
    @ValueSource(strings = {"efficient-kan", "kal-net", "faster-kan", "faster-kan-faithful", "sine-kan", "gr-kan"})
    void the_slopes_of_a_presets_edges_are_their_derivatives(String name) {
        Terms terms = ModelConversion.terms(Preset.named(name).orElseThrow()).over(-2, 3);
        double step = 1e-5;
        for (double x = -1.93; x < 3; x += 0.37) {
            double[][] values = terms.matrix(new double[] {x - step, x + step});
            double[] slopes = new double[terms.width()];
            int first = terms.evaluate(x, new double[terms.width()], slopes, 0);
            for (int t = 0; t < slopes.length; t++) {
                if (first + t >= 0 && first + t < terms.count()) {
                    assertThat(slopes[t])
                            .isCloseTo((values[1][first + t] - values[0][first + t]) / (2 * step), within(1e-5));
                }
            }
        }
    }

    private static void assertConverted(NetworkSpec spec) {
        Model model = filled(spec);
        SplittableRandom random = new SplittableRandom(2);
        float[] x = new float[3 * ROWS];
        double[][] columns = new double[3][ROWS];
        for (int j = 0; j < x.length; j++) {
            // Some beside the grid, where only a part of the functions is.
            x[j] = (float) random.nextDouble(-1.8, 1.8);
            columns[j % 3][j / 3] = x[j];
        }
        float[] wanted = new float[ROWS];
        try (Workers workers = new Workers(1)) {
            new Predictor(Network.of(model), ROWS, OptionalDouble.empty(), workers).predict(x, ROWS, wanted);
        }

        double[] outputs = MultKanPass.outputs(ModelConversion.of(model), columns)[0];

        for (int r = 0; r < ROWS; r++) {
            assertThat(outputs[r]).isCloseTo(wanted[r], within(1e-5 * Math.max(1, Math.abs(wanted[r]))));
        }
    }

    @Test
    void one_output_is_taken_alone_and_two_become_their_difference() {
        LayerSpec layer = Preset.named("efficient-kan-faithful").orElseThrow().hiddenLayer();
        MultKan both =
                ModelConversion.of(filled(new NetworkSpec(List.of(layer.withSizes(2, 3), layer.withSizes(3, 2)))));
        double[][] x = {{-0.7, 0.1, 0.9}, {0.3, -0.8, 0.2}};
        double[][] wanted = MultKanPass.outputs(both, x);

        for (int r = 0; r < 3; r++) {
            assertThat(MultKanPass.outputs(both.withOutput(1), x)[0][r]).isEqualTo(wanted[1][r]);
            assertThat(MultKanPass.outputs(ModelConversion.difference(both), x)[0][r])
                    .isCloseTo(wanted[1][r] - wanted[0][r], within(1e-12));
        }
    }

    @Test
    void standardised_columns_are_taken_as_the_table_has_them() {
        MultKan network = ModelConversion.of(filled(spec(true)));
        ColumnScaling scaling = new ColumnScaling(List.of(
                new ColumnScaling.Column("a", 10, 4),
                new ColumnScaling.Column("b", 0, 0.1),
                new ColumnScaling.Column("c", -3, 1)));

        double[][] raw = {{12, 8}, {0.05, 0.1}, {-3, -2.5}};
        double[] outputs = MultKanPass.outputs(ModelConversion.behind(scaling, network), raw)[0].clone();

        double[] wanted = MultKanPass.outputs(network, new double[][] {{0.5, -0.5}, {0.5, 1}, {0, 0.5}})[0];
        assertThat(outputs).containsExactly(wanted, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "kal-net, layer 1 is followed by Layer norm",
        "fast-kan, layer 1 scales its inputs by Layer norm",
        "mlp, no functions on its edges",
        "fourier-kan-faithful, ''",
        "torchkan, layer 1 is followed by Layer norm",
        "efficient-kan-faithful, ''",
        "kanvolver, begins with"
    })
    void what_cannot_be_converted_is_named(String preset, String said) {
        Preset named = Preset.named(preset).orElseThrow();
        Model model = Network.initialize(named.network(named.stem().usualInputs(), List.of(3), 1), 0)
                .snapshot();

        if (said.isEmpty()) {
            assertThat(ModelConversion.of(model).toString()).endsWith("3, 1");
        } else {
            assertThatThrownBy(() -> ModelConversion.of(model)).hasMessageContaining(said);
        }
    }
}
