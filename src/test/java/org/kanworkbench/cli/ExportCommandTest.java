package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.source.IdxFiles;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.tensorboard.EventFile;

class ExportCommandTest {

    @TempDir
    private Path folder;

    private Path table;
    private Path model;
    private Path out;

    @BeforeEach
    void train() throws IOException {
        table = Shell.table(folder, 200);
        model = folder.resolve("m.kan");
        Shell.run("train", "--preset", "kal-net", "--data", table, "--hidden", 3, "--epochs", 2, "--out", model);
        out = folder.resolve("m.onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float16", "int8-dynamic", "int8-static", "int8-lean"})
    void the_file_is_checked_and_scores_as_it_said(String scheme) {
        Shell shell = Shell.done(
                "export",
                model,
                "--format onnx --scheme",
                scheme,
                "--data",
                table,
                "--out",
                out,
                "--snippet python --json");

        JsonNode told = shell.json().getFirst();
        assertThat(told.get("written").asText()).isEqualTo(out.toString());
        assertThat(told.get("snippet").asText())
                .contains("onnxruntime", out.getFileName().toString());
        assertThat(told.get("opset").asInt()).isEqualTo(21);
        assertThat(told.get("size_bytes").asLong()).isEqualTo(out.toFile().length());
        assertThat(told.get("agreement").asDouble()).isGreaterThan(0.9);
        if (scheme.equals("float32")) {
            assertThat(told.get("max_difference").asDouble()).isLessThan(1e-4);
        }

        JsonNode scored =
                Shell.run("evaluate", out, "--data", table, "--json").json().getFirst();
        assertThat(scored.get("preset").asText()).isEqualTo("kal-net");
        assertThat(scored.get("total").asInt()).isEqualTo(told.get("rows").asInt());
        assertThat(scored.get("test_acc").asDouble())
                .isEqualTo(told.get("test_acc").asDouble());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --format onnx --scheme float61    | choose one of float32
            --format onnx --scheme int8-lean --calibration 3 --data TABLE | 3 rows: take at least 10
            --format onnx --scheme w4 --data TABLE | simulated
            --format onnx --snippet cobol --data TABLE | choose java or python
            --format safetensors --scheme w4  | .safetensors
            --format tensorboard --scheme w4  | choose onnx
            --format pickle                   | choose onnx
            --format html                     | .html
            --format onnx --data FOLDER/none  | FOLDER/none
            --format onnx --scheme int8-lean  | 2 → 3 → 2
            """)
    void what_cannot_be_done_is_one_line(String words, String named) {
        Object[] args = ("export MODEL --out OUT " + words)
                .replace("MODEL", model.toString())
                .replace("OUT", out.toString())
                .replace("FOLDER", folder.toString())
                .replace("TABLE", table.toString())
                .split(" ");

        Shell shell = Shell.run(args);

        shell.assertRefused(named.replace("FOLDER", folder.toString()));
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"c, m.c", "java, M.java", "python, m.py", "html, m.html"})
    void a_program_is_checked_on_the_test_samples(String format, String name) {
        Shell shell = Shell.done("export", model, "--format", format, "--data", table, "--json");

        JsonNode told = shell.json().getFirst();
        Path written = folder.resolve(name);
        assertThat(told.get("written").asText()).isEqualTo(written.toString());
        assertThat(told.get("bytes").asLong()).isEqualTo(written.toFile().length());
        assertThat(told.get("max_error").asDouble()).isLessThan(1e-4);
        assertThat(told.get("agreement").asDouble()).isEqualTo(1);
        assertThat(told.get("rows").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"c, max_error", "onnx, max_difference", "dl4j, max_difference"})
    void without_the_table_it_is_checked_on_random_rows(String format, String difference) {
        Shell shell = Shell.done("export", model, "--format", format, "--json");

        JsonNode told = shell.json().getFirst();
        assertThat(shell.err()).contains("on 256 random rows, as no --data was given");
        assertThat(told.get("rows").asInt()).isEqualTo(256);
        assertThat(told.get(difference).asDouble()).isLessThan(1e-4);
        assertThat(told.has("test_acc")).isFalse();
        assertThat(told.has("float32_acc")).isFalse();
    }

    @Test
    void a_program_of_a_network_that_scales_by_the_batch_tells_both_scores() {
        Path scaling = folder.resolve("scaling.kan");
        Shell.done("train --preset kal-net-faithful --epochs 2 --data", table, "--hidden 3 --out", scaling);

        Shell shell = Shell.done("export", scaling, "--format c --data", table, "--json");

        assertThat(shell.err()).contains("treats each row as a batch of one");
        JsonNode scored = Shell.done("evaluate", scaling, "--data", table, "--json")
                .json()
                .getFirst();
        JsonNode alone = Shell.done("evaluate", scaling, "--batch 1 --data", table, "--json")
                .json()
                .getFirst();
        JsonNode told = shell.json().getFirst();
        assertThat(told.get("float32_acc")).isEqualTo(scored.get("test_acc"));
        assertThat(told.get("test_acc")).isEqualTo(alone.get("test_acc"));
        assertThat(Shell.done("predict", scaling, "--data", table).err())
                .contains("a prediction depends on the other rows");
    }

    @Test
    void a_program_has_no_scheme_and_a_name_that_is_one_in_its_language() {
        Shell scheme = Shell.run("export", model, "--format", "c", "--scheme", "w4", "--data", table);
        scheme.assertRefused("writes the weights as they are");
        Path words = folder.resolve("two-words.java");
        Shell named = Shell.run("export", model, "--format", "java", "--data", table, "--out", words);
        named.assertRefused("choose TwoWords.java");
        assertThat(words).doesNotExist();
    }

    @Test
    void weights_tell_what_they_are_for() {
        Path weights = folder.resolve("m.safetensors");

        Shell shell = Shell.done("export", model, "--format safetensors --json");

        assertThat(shell.json().getFirst().get("written").asText()).isEqualTo(weights.toString());
        assertThat(shell.json().getFirst().get("size_bytes").asLong())
                .isEqualTo(weights.toFile().length());
        JsonNode scored =
                Shell.run("evaluate", weights, "--data", table, "--json").json().getFirst();
        JsonNode model = Shell.run("evaluate", this.model, "--data", table, "--json")
                .json()
                .getFirst();
        assertThat(scored.get("preset")).isEqualTo(model.get("preset"));
        assertThat(scored.get("test_acc")).isEqualTo(model.get("test_acc"));
        assertThat(scored.get("test_loss")).isEqualTo(model.get("test_loss"));
    }

    @Test
    void a_model_comes_back_from_its_safetensors_file_byte_for_byte() throws IOException {
        Path back = folder.resolve("back.kan");
        Shell.run("export", model, "--format", "safetensors");

        Shell shell = Shell.done("import", folder.resolve("m.safetensors"), "--out", back);

        assertThat(back).hasSameBinaryContentAs(model);
    }

    @ParameterizedTest
    @CsvSource({"onnx, m.onnx", "safetensors, m.safetensors", "dl4j, m.zip"})
    void what_is_written_lies_beside_the_model_where_nobody_says_otherwise(String format, String name) {
        Shell shell = Shell.done("export", model, "--format", format, "--data", table, "--json");

        JsonNode told = shell.json().getFirst();
        assertThat(told.get("written").asText()).isEqualTo(folder.resolve(name).toString());
        assertThat(told.get("size_bytes").asLong())
                .isEqualTo(folder.resolve(name).toFile().length());
    }

    @ParameterizedTest
    @CsvSource({"onnx, m.onnx", "safetensors, m.safetensors", "dl4j, m.zip", "tensorboard, m.tensorboard"})
    void what_lies_beside_the_model_is_replaced_only_when_it_is_named(String format, String name) throws IOException {
        Path there = Files.writeString(folder.resolve(name), "mine");

        Shell shell = Shell.run("export", model, "--format", format, "--data", table);

        shell.assertRefused(name + " is there already", "--out");
        assertThat(there).hasContent("mine");
    }

    @Test
    void a_kept_model_goes_to_TensorBoard_with_its_curves_and_its_weights() throws Exception {
        Shell shell = Shell.done("export", model, "--format tensorboard --json");

        EventFile events = events(shell);
        assertThat(events.curve("loss/train")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(events.curve("accuracy/test").getLast().value())
                .isEqualTo((float) ModelFile.read(model).testScore().orElseThrow());
    }

    @Test
    void a_model_of_no_kept_run_goes_to_TensorBoard_with_its_score() throws Exception {
        SavedModel kept = ModelFile.read(model);
        Path other = folder.resolve("other.kan");
        ModelFile.write(
                new SavedModel(
                        kept.model(),
                        kept.preset(),
                        kept.recipe(),
                        kept.seed() + 1,
                        kept.dataset(),
                        kept.target(),
                        kept.image(),
                        kept.scaling(),
                        kept.testScore(),
                        Optional.empty()),
                other);

        Shell shell = Shell.done("export", other, "--format tensorboard --out", folder.resolve("logs"), "--json");

        assertThat(shell.json().getFirst().get("written").asText())
                .isEqualTo(folder.resolve("logs").resolve("kal-net-1").toString());
        EventFile events = events(shell);
        assertThat(events.curve("loss/train")).isEmpty();
        assertThat(events.curve("accuracy/test")).singleElement();
    }

    @Test
    void a_log_folder_is_no_file() {
        Shell shell = Shell.line("export", model, "--format tensorboard --out", model);

        shell.assertRefused("--out " + model + " is a file: name a folder");
        assertThat(model).exists();
    }

    @Test
    void images_that_the_model_has_not_seen_are_told() throws IOException {
        Path clothes = Files.createDirectory(folder.resolve("fashion"));
        byte[][] pictures = new byte[20][784];
        byte[] classes = new byte[20];
        for (int i = 0; i < 20; i++) {
            pictures[i][i] = 1;
            classes[i] = (byte) (i % 10);
        }
        IdxFiles.write(clothes, "train", pictures, classes);
        IdxFiles.write(clothes, "t10k", pictures, classes);
        Shell.done("train --preset mlp --hidden 3 --epochs 1 --data", clothes, "--out", model);
        String told = model + " was trained on fashion, and is measured on MNIST: name its data with --data";

        assertThat(Shell.done("evaluate", model).err()).contains(told);
        assertThat(Shell.done("export", model, "--format safetensors").err()).doesNotContain(told);
        assertThat(Shell.done("export", model, "--format c").err()).contains(told);
        assertThat(Shell.done("evaluate", model, "--data", clothes).err()).doesNotContain(told);
    }

    private static EventFile events(Shell shell) throws IOException, ModelFileException {
        Path written = Path.of(shell.json().getFirst().get("written").asText());
        try (Stream<Path> files = Files.list(written)) {
            return EventFile.read(files.toList().getFirst());
        }
    }

    @Test
    void a_file_that_is_not_onnx_is_not_scored() throws IOException {
        Files.writeString(out, "no graph");

        Shell shell = Shell.run("evaluate", out, "--data", table);

        shell.assertRefused("no ONNX file");
    }
}
