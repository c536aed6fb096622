package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.quantize.QuantizedModel;
import org.kanworkbench.quantize.compare.Comparison;
import org.kanworkbench.quantize.compare.ComparisonFile;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.scheme.Schemes;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

class QuantizeCommandTest {

    @TempDir
    private static Path folder;

    private static Path table;
    private static Path model;

    @BeforeAll
    static void train() throws IOException {
        table = Shell.table(folder, 300);
        model = folder.resolve("m.kan");
        Shell.run("train", "--preset", "kal-net", "--data", table, "--hidden", 4, "--epochs", 3, "--out", model);
    }

    @Test
    void the_model_that_is_read_is_not_written_over() throws IOException {
        byte[] before = Files.readAllBytes(model);
        Path same = folder.resolve("..").resolve(folder.getFileName()).resolve("m.kan");

        Shell shell = Shell.run("quantize", model, "--data", table, "--quick", "--scheme", "w4", "--out", same);

        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err()).contains("it is what the command reads, name another one");
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }

    @Test
    void prints_one_line_a_scheme_with_the_fields_of_the_contract() {
        Shell shell = Shell.done("quantize", model, "--data", table, "--quick --json --scheme w8 --scheme w2/P3=6");

        List<JsonNode> lines = shell.json();
        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(Shell.fields(line))
                        .startsWith(
                                "scheme",
                                "bits",
                                "size_bytes",
                                "test_acc",
                                "delta_pp",
                                "agreement",
                                "us_batch1",
                                "us_batch64",
                                "us_batch1000",
                                "speedup_batch64")
                        .contains("runs_on", "untouched"));
        JsonNode eight = lines.getFirst();
        assertThat(eight.get("bits").asInt()).isEqualTo(8);
        assertThat(eight.get("runs_on").asText()).isEqualTo("simulated");
        assertThat(eight.get("untouched").get(0).asText()).isEqualTo("layers.0.bias");
        // Base, P₁ and P₂ of 2 bits, P₃ of 6.
        assertThat(lines.getLast().get("bits").asDouble()).isEqualTo(3);
        double float32 = evaluated(model);
        assertThat(eight.get("delta_pp").asDouble())
                .isCloseTo(100 * (eight.get("test_acc").asDouble() - float32), within(1e-9));
    }

    private double evaluated(Path file) {
        return Shell.run("evaluate", file, "--data", table, "--json")
                .json()
                .getFirst()
                .get("test_acc")
                .asDouble();
    }

    @Test
    void writes_the_rounded_model_which_scores_as_the_table_says() throws Exception {
        Path out = folder.resolve("w3.kan");

        Shell shell = Shell.done("quantize", model, "--data", table, "--quick --json --scheme w3 --out", out);

        assertThat(evaluated(out))
                .isEqualTo(shell.json().getFirst().get("test_acc").asDouble());
        SavedModel before = ModelReader.read(model, Optional.empty());
        SavedModel after = ModelReader.read(out, Optional.empty());
        QuantizedModel rounded = QuantizedModel.of(
                before.model(), Schemes.parse("w3", before.model().network()));
        assertThat(after.model()).isEqualTo(rounded.model());
        assertThat(after.stored()).contains(rounded.weights());
        assertThat(after.scaling()).isEqualTo(before.scaling());
        assertThat(after.preset()).isEqualTo("kal-net");
    }

    @Test
    void writes_the_graph_that_it_has_measured() {
        Path out = folder.resolve("m.onnx");

        Shell shell = Shell.done("quantize", model, "--data", table, "--quick --json --scheme float16 --out", out);

        JsonNode line = shell.json().getFirst();
        assertThat(line.get("runs_on").asText()).isEqualTo("ONNX Runtime");
        assertThat(line.get("bits").asInt()).isEqualTo(16);
        assertThat(out).hasSize(line.get("size_bytes").asLong());
        assertThat(evaluated(out)).isEqualTo(line.get("test_acc").asDouble());
    }

    @Test
    void codes_that_are_fitted_to_training_rows_are_measured_and_written_alike() throws Exception {
        Path out = folder.resolve("fitted.kan");

        Shell shell = Shell.done(
                "quantize", model, "--data", table, "--quick --json --scheme w2:fitted --calibration 50 --out", out);

        assertThat(evaluated(out))
                .isEqualTo(shell.json().getFirst().get("test_acc").asDouble());
    }

    @Test
    void tells_part_by_part_where_few_bits_hurt() {
        Shell shell = Shell.done("quantize", model, "--data", table, "--quick --json --scheme w8 --sensitivity 2");

        List<JsonNode> parts = shell.json().subList(1, shell.json().size());
        assertThat(parts).extracting(line -> line.get("part").asText()).contains("layer 1", "layer 2, base", "P₃");
        assertThat(parts)
                .allSatisfy(line ->
                        assertThat(line.get("error_of_weights").asDouble()).isBetween(1e-3, 1.0));
    }

    @Test
    void a_comparison_is_kept_in_the_run_store_with_its_model_and_what_was_measured() throws Exception {
        Shell shell = Shell.run(
                "quantize", model, "--data", table, "--quick", "--json", "--scheme", "w8", "--scheme", "w2/P3=6");

        try (RunStore store = RunStore.open(DataFolder.current())) {
            StoredRun run = store.run(shell.run()).orElseThrow();
            assertThat(run.description().kind()).isEqualTo(RunKind.QUANTISATION);
            assertThat(run.state()).isEqualTo(RunState.FINISHED);
            assertThat(run.description().preset()).isEqualTo("kal-net");
            assertThat(run.message()).containsAnyOf("w8", "w2/P3=6", "No scheme");
            RunFiles files = store.files(run.description().name());
            SavedModel kept = ModelReader.read(files.file(RunFiles.MODEL), Optional.empty());
            assertThat(kept.model())
                    .isEqualTo(ModelReader.read(model, Optional.empty()).model());
            List<SchemeResult> measured =
                    ComparisonFile.read(files.file(RunFiles.RESULT), kept).schemes();
            List<JsonNode> printed = shell.json();
            assertThat(measured).hasSameSizeAs(printed);
            for (int i = 0; i < measured.size(); i++) {
                assertThat(measured.get(i).score().value())
                        .isCloseTo(printed.get(i).get("test_acc").asDouble(), within(1e-5));
            }
            assertThat(measured).allSatisfy(row -> assertThat(row.latencies()).hasSameSizeAs(Comparison.BATCHES));
        }
        assertThat(Shell.run("quantize", model, "--data", table, "--quick", "--scheme", "w8", "--no-store")
                        .err())
                .doesNotContain("kept as run");
        Shell refused = Shell.run(
                "quantize", model, "--data", table, "--quick", "--scheme", "w4/layer1=float32,layer2=float32");
        assertThat(refused.err()).doesNotContain("kept as run");
        assertThat(Shell.run("runs", "list", "--limit", 1, "--json")
                        .json()
                        .getFirst()
                        .get("id")
                        .asLong())
                .as("what is refused is no run")
                .isEqualTo(shell.run());
    }

    @Test
    void a_person_sees_what_no_scheme_rounds() {
        Shell shell = Shell.run("quantize", model, "--data", table, "--quick", "--scheme", "w4", "--scheme", "w8");

        assertThat(shell.out()).contains("kept in float32 by w4, w8", "layers.0.norm.weight: one value per output");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --scheme w44                             | scheme 'w44' is not known: did you mean w4
            --scheme float3                          | did you mean float32
            --scheme w4 --out FOLDER/o.onnx          | w4 is simulated and has no ONNX graph
            --scheme float32 --out FOLDER/o.kan      | float32 leaves the model as it is
            --scheme w4/P9=8                         | no 'P9': choose layer1 to layer2, base, P1, P2, P3
            --scheme w4/layer1=float32,layer2=float32 | rounds no weight of this network
            --scheme w4 --calibration 1              | --calibration is 1: choose 10 or more
            --sensitivity 1                          | --sensitivity is 1: choose 2 to 8
            --out FOLDER/o.kan                       | --out takes one scheme
            --scheme w4 --out FOLDER/o.txt           | .kan
            --scheme w4 --out FOLDER/none/o.kan      | does not exist
            --scheme w4 --threads 0                  | --threads is 0
            """)
    void silly_requests_are_refused_in_one_line_and_write_nothing(String options, String named) throws IOException {
        long files = Files.list(folder).count();
        Object[] words = ("quantize " + model + " --data " + table + " --quick "
                        + options.replace("FOLDER", "" + folder))
                .split(" ");

        Shell shell = Shell.run(words);

        shell.assertRefused(named);
        assertThat(shell.out()).isEmpty();
        assertThat(Files.list(folder).count()).isEqualTo(files);
    }
}
