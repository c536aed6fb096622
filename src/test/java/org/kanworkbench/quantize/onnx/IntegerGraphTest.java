package org.kanworkbench.quantize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.network.ConstantTerm;
import org.kanworkbench.network.LayerField;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;
import org.kanworkbench.network.basis.Fourier;
import org.kanworkbench.quantize.Calibration;
import org.kanworkbench.quantize.TensorReport;
import org.kanworkbench.quantize.onnx.graph.OnnxExport;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.Schemes;

class IntegerGraphTest {

    private static final int ROWS = 120;
    private static final Origin ORIGIN =
            new Origin("", "", Target.Classes.numbered(4), Optional.empty(), Optional.empty(), ROWS);

    @TempDir
    private Path folder;

    static Stream<Arguments> presets_and_schemes() {
        return Presets.ALL.stream()
                .flatMap(preset -> Stream.of("int8-dynamic", "int8-static", "int8-lean")
                        .map(scheme -> Arguments.of(preset, scheme)));
    }

    private static OnnxModel written(Model model, String scheme) throws QuantizeException {
        int width = model.network().inputs();
        Calibration calibration =
                Calibration.of(new FloatFeatures(RandomModels.rows(ROWS, width, 1), width), Calibration.USUAL);
        Scheme parsed = Schemes.parse(scheme, model.network());
        return OnnxExport.of(model, ORIGIN, parsed, Optional.of(calibration));
    }

    private static float[] answers(OnnxModel model, float[] x, int threads) throws QuantizeException {
        int rows = x.length / model.inputs();
        float[] logits = new float[rows * model.outputs()];
        try (OnnxNetwork network = new OnnxNetwork(model, threads)) {
            network.predict(x, rows, logits);
        }
        return logits;
    }

    @ParameterizedTest
    @MethodSource("presets_and_schemes")
    void answers_lie_near_those_in_float(Preset preset, String scheme) throws Exception {
        Model model = RandomModels.of(preset, 7);
        float[] x = RandomModels.rows(ROWS, model.network().inputs(), 2);
        float[] expected = RandomModels.logits(model, x, ROWS);

        float[] actual = answers(written(model, scheme), x, 1);

        // Rounding noise, seen over all answers, against what the answers themselves vary.
        assertThat(distance(expected, actual)).isLessThan(0.1 * deviation(expected));
    }

    @Test
    void a_machine_without_exact_products_refuses_8_bits_and_computes_what_it_names_instead() throws Exception {
        Model model = RandomModels.of(Preset.named("kal-net").orElseThrow(), 7);
        OnnxModel eight = written(model, "int8-lean");

        String refusal = catchThrowableOfType(
                        QuantizeException.class, () -> new OnnxNetwork(eight, 1, () -> false).close())
                .getMessage();

        assertThat(refusal).contains("16 bits").doesNotContain("\n");
        String instead = refusal.substring(refusal.lastIndexOf(' ') + 1);
        OnnxModel seven = written(model, instead);
        new OnnxNetwork(seven, 1, () -> false).close();
        Path file = folder.resolve("net.onnx");
        seven.write(file);
        new OnnxNetwork(OnnxReader.read(file), 1, () -> false).close();
        eight.write(file);
        OnnxModel read = OnnxReader.read(file);
        assertThatThrownBy(() -> new OnnxNetwork(read, 1, () -> false).close())
                .as("8 bits of a file")
                .hasMessage(refusal);
        new OnnxNetwork(written(model, "float16"), 1, () -> false).close();
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            sum += Math.pow((double) a[n] - b[n], 2);
        }
        return Math.sqrt(sum / a.length);
    }

    private static double deviation(float[] values) {
        float[] mean = new float[values.length];
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        Arrays.fill(mean, (float) (sum / values.length));
        return distance(values, mean);
    }

    @ParameterizedTest
    @CsvSource({
        "kal-net, int8-static", "kal-net, int8-lean", "torchkan, int8-lean", "kag-net, int8-lean",
        "kanvolver, int8-static", "kanvolver, int8-lean", "kanvolver-faithful, int8-lean",
                "legendvolver-faithful, int8-lean"
    })
    void a_row_alone_a_row_of_many_and_a_row_on_another_thread_answer_alike(String preset, String scheme)
            throws Exception {
        Model model = RandomModels.of(Preset.named(preset).orElseThrow(), 9);
        int width = model.network().inputs();
        float[] x = RandomModels.rows(400, width, 3);
        OnnxModel written = written(model, scheme);

        float[] together = answers(written, x, 1);
        assertThat(answers(written, x, 2)).containsExactly(together);
        try (OnnxNetwork network = new OnnxNetwork(written, 1)) {
            float[] one = new float[written.outputs()];
            for (int row = 0; row < 400; row += 37) {
                network.predict(Arrays.copyOfRange(x, row * width, (row + 1) * width), 1, one);
                assertThat(one)
                        .containsExactly(
                                Arrays.copyOfRange(together, row * written.outputs(), (row + 1) * written.outputs()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "kal-net, int8-static",
        "kal-net, int8-lean",
        "kac-net, int8-lean",
        "torchkan, int8-lean",
        "kag-net, int8-static",
        "kag-net, int8-lean",
        "kanvolver, int8-lean",
        "legendvolver, int8-static"
    })
    void answers_are_those_of_plain_integer_arithmetic(String preset, String scheme) throws Exception {
        Model model = RandomModels.of(Preset.named(preset).orElseThrow(), 12);
        int width = model.network().inputs();
        int rows = 60;
        float[] x = RandomModels.rows(rows, width, 5);
        OnnxModel written = written(model, scheme);
        IntegerOracle oracle = new IntegerOracle(written.content());

        float[] actual = answers(written, x, 1);

        // A value on the border of two codes may fall to either side in another order of float sums: never for most
        // rows.
        int exact = 0;
        for (int r = 0; r < rows; r++) {
            double[] expected = oracle.logits(Arrays.copyOfRange(x, r * width, (r + 1) * width));
            double largest = 0;
            for (int o = 0; o < expected.length; o++) {
                largest = Math.max(largest, Math.abs(expected[o] - actual[r * expected.length + o]));
            }
            assertThat(largest).isLessThan(0.05);
            exact += largest < 1e-4 ? 1 : 0;
        }
        assertThat(exact).isGreaterThan(rows * 3 / 4);
    }

    @Test
    void ranges_are_those_of_all_calibration_rows_however_many_are_measured_at_once() throws Exception {
        Model model = RandomModels.of(Preset.named("kanvolver").orElseThrow(), 7);
        int rows = 1000;
        Calibration calibration =
                Calibration.of(new FloatFeatures(RandomModels.rows(rows, 144, 1), 144), Calibration.USUAL);
        Scheme scheme = Schemes.parse("int8-static", model.network());
        List<OnnxModel> written = new ArrayList<>();
        for (int batch : new int[] {rows, 300}) {
            Origin origin = new Origin("", "", Target.Classes.numbered(4), Optional.empty(), Optional.empty(), batch);
            written.add(OnnxExport.of(model, origin, scheme, Optional.of(calibration)));
        }
        float[] x = RandomModels.rows(20, 144, 2);
        assertThat(answers(written.getLast(), x, 1)).containsExactly(answers(written.getFirst(), x, 1));
    }

    @Test
    void rows_depend_on_each_other_where_a_product_is_scaled_by_the_batch_alone() throws Exception {
        assertThat(written(RandomModels.of(Preset.named("kal-net").orElseThrow(), 4), "int8-dynamic")
                        .rowsIndependent())
                .isFalse();
        assertThat(written(RandomModels.of(Preset.named("wav-kan").orElseThrow(), 4), "int8-dynamic")
                        .rowsIndependent())
                .as("without a product of integers")
                .isTrue();
    }

    @Test
    void files_of_large_layers_are_a_quarter_of_those_in_float() throws Exception {
        for (String preset : List.of("kal-net", "kac-net", "torchkan", "kag-net", "kanvolver")) {
            Model model = RandomModels.of(Preset.named(preset).orElseThrow().network(784, 10), 1);
            double whole = written(model, "float32").content().length;
            assertThat(written(model, "int8-lean").content().length / whole)
                    .as(preset)
                    .isLessThan(0.27);
            assertThat(written(model, "int8-static").content().length / whole)
                    .as(preset)
                    .isLessThan(0.27);
            assertThat(written(model, "float16").content().length / whole)
                    .as(preset)
                    .isLessThan(0.52);
        }
    }

    /** Here a constant's weights, which integer products take from the biases. */
    @Test
    void weights_of_constants_are_told_and_have_no_format_of_their_own() throws Exception {
        LayerSpec layer = LayerSpec.plain(new Fourier(2)).with(Map.of(LayerField.CONSTANT_TERM, ConstantTerm.PER_EDGE));
        Model model = RandomModels.of(new NetworkSpec(List.of(layer.withSizes(4, 3))), 4);
        String constant = layer.basis().termName(0);

        assertThat(written(model, "int8-static/" + constant + "=float32").tensors())
                .filteredOn(report -> report.tensor().equals("layers.0.basis_weight"))
                .anySatisfy(report -> assertThat(report.reason()).isEqualTo("added to the biases, in float32"))
                .extracting(TensorReport::weights)
                .hasSize(5)
                .containsOnly(12L);
        assertThatThrownBy(() -> written(model, "int8-static/" + constant + "=4"))
                .hasMessageContaining("keeps terms of one layer in different ways");
    }

    @Test
    void what_became_of_every_tensor_is_told() throws Exception {
        Model model = RandomModels.of(Preset.named("efficient-kan").orElseThrow(), 4);
        List<TensorReport> reports = written(model, "int8-static").tensors();

        assertThat(reports.stream().map(TensorReport::tensor).distinct())
                .containsExactlyInAnyOrderElementsOf(model.tensors().keySet());
        assertThat(reports.stream().mapToLong(TensorReport::weights).sum())
                .isEqualTo(model.tensors().values().stream()
                        .mapToLong(t -> t.values().length)
                        .sum());
        assertThat(reports).allSatisfy(report -> {
            boolean weight =
                    report.tensor().endsWith("base_weight") || report.tensor().endsWith("basis_weight");
            assertThat(report.touched()).isEqualTo(weight);
            assertThat(report.reason().isEmpty()).isEqualTo(weight);
            assertThat(report.rmsError()).isLessThan(0.06 * report.rms() + 1e-12);
        });
        assertThat(written(RandomModels.of(Preset.named("wav-kan").orElseThrow(), 4), "int8-static")
                        .tensors())
                .noneMatch(TensorReport::touched)
                .filteredOn(report -> report.tensor().endsWith("basis_weight"))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.reason()).startsWith("computed in float32"));
        assertThat(written(model, "int8-static/layer1=float16").tensors())
                .filteredOn(report -> report.tensor().matches("layers[.]0[.]ba.*_weight"))
                .isNotEmpty()
                .allSatisfy(report -> {
                    assertThat(report.bits()).isEqualTo(16);
                    assertThat(report.touched()).isTrue();
                });
    }

    /** Of an even column, of which a sample at even steps would have seen nothing; no mean over values tells of it. */
    @ParameterizedTest
    @ValueSource(strings = {"int8-static", "int8-lean"})
    void rare_values_of_one_column_are_answered_as_in_float(String scheme) throws Exception {
        int rows = 1000;
        int width = 40;
        float[] x = RandomModels.rows(rows, width, 1);
        for (int r = 0; r < rows; r++) {
            x[r * width + 1] = r % 333 == 7 ? 22.3f : -0.05f;
        }
        Preset preset = Preset.named("kal-net").orElseThrow();
        Model model = RandomModels.of(preset.network(width, List.of(9), 4), 4);
        Calibration calibration = Calibration.of(new FloatFeatures(x, width), Calibration.USUAL);
        Origin origin = new Origin("", "", Target.Classes.numbered(4), Optional.empty(), Optional.empty(), rows);

        OnnxModel written =
                OnnxExport.of(model, origin, Schemes.parse(scheme, model.network()), Optional.of(calibration));

        int rare = 7;
        float[] expected = RandomModels.logits(model, x, rows);
        float[] actual = answers(written, x, 1);
        assertThat(Arrays.copyOfRange(actual, 4 * rare, 4 * rare + 4))
                .containsExactly(Arrays.copyOfRange(expected, 4 * rare, 4 * rare + 4), within(0.1f));
    }

    @Test
    void an_activation_that_polynomials_can_be_is_folded_and_told_so() throws Exception {
        List<TensorReport> reports = written(
                        RandomModels.of(Preset.named("kal-net").orElseThrow().withOrder(5), 4), "int8-lean")
                .tensors();

        assertThat(reports)
                .filteredOn(report -> report.tensor().equals("layers.0.base_weight"))
                .singleElement()
                .satisfies(report -> assertThat(report.reason()).contains("sum of the basis's polynomials"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            w4                        | simulated
            int8-lean:affine          | affine
            int8-static:group32       | groups
            int8-lean/P3=4            | different ways
            """)
    void schemes_that_no_file_can_hold_are_refused_in_one_line(String scheme, String named) {
        Model model = RandomModels.of(Preset.named("kal-net").orElseThrow(), 4);

        assertThatThrownBy(() -> written(model, scheme))
                .isInstanceOf(QuantizeException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains(scheme, named)
                .hasLineCount(1);
    }

    @Test
    void few_rows_are_no_calibration() {
        FloatFeatures one = new FloatFeatures(new float[20], 20);

        assertThatThrownBy(() -> Calibration.of(one, 1000))
                .isInstanceOf(QuantizeException.class)
                .hasMessageContaining("1 row: take at least 10");
    }
}
