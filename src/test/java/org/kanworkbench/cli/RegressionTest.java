package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;

/** Numbers from the command line: two targets of very different units, from a table to files and back. */
class RegressionTest {

    private static final int ROWS = 400;

    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void writeTable() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("a,force,b,torque\n");
        for (int i = 0; i < ROWS; i++) {
            double a = random.nextDouble(-2, 2);
            double b = random.nextDouble(-2, 2);
            csv.append(String.format(Locale.ROOT, "%f,%f,%f,%f%n", a, 5000 + 300 * Math.sin(a), b, 0.01 * (a + b * b)));
        }
        table = Files.writeString(folder.resolve("table.csv"), csv);
    }

    private Shell train(Object... more) {
        List<Object> words = new ArrayList<>(
                List.of("train", "--preset", "kal-net", "--data", table, "--target", "force,torque", "--json"));
        words.addAll(List.of(more));
        return Shell.run(words.toArray());
    }

    @Test
    void names_of_columns_may_hold_commas_and_line_breaks() throws IOException {
        String rows = "\"load, kN\",a,\"no\nte\"\n" + "1,2,3\n2,4,5\n".repeat(10);
        Path odd = Files.writeString(folder.resolve("odd.csv"), rows);
        Shell shell = Shell.run(
                "train",
                "--preset",
                "mlp",
                "--data",
                odd,
                "--task",
                "regression",
                "--epochs",
                1,
                "--no-store",
                "--target",
                "\"load, kN\",\"no\nte\"");
        assertDone(shell);
        assertThat(shell.err()).contains("predicts load, kN, no\\u000ate by regression");
        Files.writeString(odd, rows + "1,2,wide\n");
        Shell.run("train", "--preset", "mlp", "--data", odd, "--target", "a", "--no-store")
                .assertRefused("(no\\u000ate)", "\"wide\" is not a number");
    }

    private static void assertDone(Shell shell) {
        assertThat(shell.exitCode()).as(shell.err()).isZero();
    }

    /** Root mean squared error and R² of one target by their definitions, in units. */
    private static double[] scores(float[][] predicted, float[] truth, int target) {
        double sum = 0;
        double mean = 0;
        double variance = 0;
        for (int row = 0; row < predicted.length; row++) {
            mean += truth[2 * row + target] / (double) predicted.length;
        }
        for (int row = 0; row < predicted.length; row++) {
            double error = predicted[row][target] - truth[2 * row + target];
            sum += error * error;
            variance += Math.pow(truth[2 * row + target] - mean, 2);
        }
        return new double[] {Math.sqrt(sum / predicted.length), 1 - sum / variance};
    }

    @Test
    void two_targets_are_learned_scored_and_exported_in_their_units() throws Exception {
        Path model = folder.resolve("m.kan");
        Shell trained = train("--epochs", 60, "--out", model);
        assertDone(trained);
        JsonNode last = trained.json().get(59);
        assertThat(Shell.fields(last))
                .containsExactly(
                        "epoch",
                        "train_s",
                        "eval_s",
                        "train_loss",
                        "train_rmse",
                        "test_loss",
                        "test_rmse",
                        "test_r2",
                        "targets",
                        "lr",
                        "ms_per_step");
        assertThat(last.get("test_r2").asDouble()).isGreaterThan(0.98);

        Shell evaluated = Shell.run("evaluate", model, "--data", table, "--json", "--logits", ROWS / 5);
        assertDone(evaluated);
        JsonNode line = evaluated.json().getFirst();
        assertThat(line.get("test_rmse")).isEqualTo(last.get("test_rmse"));
        Dataset data = new DataSource.CsvFile(table, List.of("force", "torque"), TaskKind.AUTO).load();
        Examples test = data.test();
        float[] truth = test.numbers().clone();
        ((Target.Numbers) data.target()).toUnits(truth);
        float[][] ours = new float[test.size()][2];
        for (int row = 0; row < ours.length; row++) {
            ours[row][0] = line.get("outputs").get(row).get(0).floatValue();
            ours[row][1] = line.get("outputs").get(row).get(1).floatValue();
        }
        for (int t = 0; t < 2; t++) {
            double[] scores = scores(ours, truth, t);
            JsonNode told = line.get("targets").get(t);
            assertThat(told.get("name").asText())
                    .isEqualTo(data.target().names().get(t));
            assertThat(told.get("test_rmse").asDouble() / scores[0]).isCloseTo(1, within(1e-3));
            assertThat(told.get("test_r2").asDouble()).isCloseTo(scores[1], within(1e-4));
        }

        Path graph = folder.resolve("m.onnx");
        Shell exported = Shell.run(
                "export", model, "--data", table, "--format", "onnx", "--out", graph, "--json", "--snippet", "python");
        assertDone(exported);
        assertThat(exported.json().getFirst().get("snippet").asText()).contains("session.run([\"numbers\"]");
        assertInUnits(graph, test, ours);
        Shell again = Shell.run("evaluate", graph, "--data", table, "--json");
        assertDone(again);
        assertThat(again.json().getFirst().get("test_r2").asDouble())
                .isCloseTo(line.get("test_r2").asDouble(), within(1e-3));

        Path weights = folder.resolve("m.safetensors");
        assertDone(Shell.run("export", model, "--format", "safetensors", "--out", weights));
        Shell read = Shell.run("evaluate", weights, "--data", table, "--json");
        assertDone(read);
        assertThat(read.json().getFirst().get("test_rmse")).isEqualTo(line.get("test_rmse"));

        Shell quantised =
                Shell.run("quantize", model, "--data", table, "--quick", "--json", "--scheme", "w8", "--scheme", "w3");
        assertDone(quantised);
        List<JsonNode> schemes = quantised.json();
        assertThat(schemes.getFirst().get("growth_percent").asDouble()).isLessThan(20);
        assertThat(schemes.getLast().get("test_rmse").asDouble())
                .isGreaterThan(schemes.getFirst().get("test_rmse").asDouble());
        assertThat(schemes.getLast().get("difference").asDouble())
                .isGreaterThan(schemes.getFirst().get("difference").asDouble());
    }

    /** ONNX Runtime alone, which knows nothing of scaling. */
    private static void assertInUnits(Path graph, Examples test, float[][] expected) throws Exception {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        float[][] x = new float[test.size()][test.features().width()];
        for (int row = 0; row < x.length; row++) {
            test.features().copyRow(row, x[row], 0);
        }
        try (OrtSession session = environment.createSession(graph.toString());
                OnnxTensor input = OnnxTensor.createTensor(environment, x);
                OrtSession.Result result = session.run(Map.of("input", input))) {
            float[][] actual = (float[][]) result.get("numbers").orElseThrow().getValue();
            for (int row = 0; row < x.length; row++) {
                assertThat(actual[row][0]).isCloseTo(expected[row][0], within(0.01f));
                assertThat(actual[row][1]).isCloseTo(expected[row][1], within(1e-5f));
            }
        }
    }

    @Test
    void the_column_that_a_target_follows_is_the_most_important_one() throws Exception {
        Path model = folder.resolve("m.kan");
        assertDone(train("--epochs", 40, "--out", model));
        Shell scored = Shell.run("evaluate", model, "--data", table, "--importance", "--json");
        assertDone(scored);
        JsonNode columns = scored.json().getLast().get("importance");
        assertThat(columns).hasSize(2);
        // Of force only a tells anything, of torque mostly b.
        assertThat(columns.get(0).get("column").asText()).isEqualTo("a");
        assertThat(columns.get(0).get("mean").asDouble()).isBetween(0.5, 2.0);
        assertThat(columns.get(1).get("mean").asDouble()).isBetween(0.3, 1.5);
        assertThat(Shell.run("evaluate", model, "--data", table, "--importance").out())
                .contains("By how much the R² falls when a column's values are shuffled")
                .containsPattern("\na +[0-9.]+ ± [0-9.]+\n");
    }

    @Test
    void the_best_epoch_by_validation_error_is_kept_and_runs_lists_errors_apart_from_accuracies() {
        Shell trained = train("--epochs", 12, "--validation", 60, "--patience", 3, "--keep-best");
        assertDone(trained);
        Shell listed = Shell.run("runs", "--json");
        assertDone(listed);
        JsonNode run = listed.json().stream()
                .filter(r -> r.get("id").asLong() == trained.run())
                .findFirst()
                .orElseThrow();
        assertThat(run.has("best_acc")).isFalse();
        double least = trained.json().stream()
                .filter(epoch -> epoch.has("test_rmse"))
                .mapToDouble(epoch -> epoch.get("test_rmse").asDouble())
                .min()
                .orElseThrow();
        assertThat(run.get("best_rmse").asDouble()).isCloseTo(least, within(1e-3 * least));
        assertThat(trained.json().getFirst().get("validation_rmse").asDouble()).isPositive();
    }

    @Test
    void a_typed_function_is_learned_by_a_small_network() {
        Path model = folder.resolve("f.kan");
        Shell trained = Shell.line(
                "train --preset efficient-kan --data function:exp(sin(pi*x)+y^2) --epochs 100 --out", model, "--json");
        assertDone(trained);
        assertThat(trained.json().get(99).get("test_r2").asDouble()).isGreaterThan(0.99);

        Shell other = Shell.run("evaluate", model, "--data", "function:x+y", "--json");
        assertDone(other);
        assertThat(other.json().getFirst().get("test_r2").asDouble()).isLessThan(0.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--data function:log(x)?range=-1..0.5                   | another interval",
                "--data function:x --target y                           | --target, --task and --ignore are for CSV files",
                "--data TABLE --target speed                            | there is no column \"speed\"",
                "--data TABLE --ignore id                               | there is no column \"id\"",
                "--data TABLE --target force --ignore a,force           | a target is among the ignored columns",
                "--data TABLE --task ranking                            | --task is ranking: choose classification or regression",
                "--data TABLE --target force,torque --task classification | a class is one: name one column",
                "--data TABLE --preset kanvolver                        | kanvolver",
            })
    void bad_input_is_told_in_one_line(String words, String message) {
        List<Object> all = new ArrayList<>(List.of("train", "--epochs", 1));
        for (String word : words.split(" +")) {
            all.add(word.equals("TABLE") ? table : word);
        }
        if (!words.contains("--preset")) {
            all.addAll(List.of("--preset", "kal-net"));
        }
        Shell shell = Shell.run(all.toArray());

        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err().strip().lines().toList()).hasSize(1);
        if (!message.equals("kanvolver")) {
            assertThat(shell.err()).contains(message);
        }
    }

    @Test
    void words_among_several_targets_are_not_offered_as_classes() throws IOException {
        Path words = Files.writeString(folder.resolve("words.csv"), "a,force,kind\n" + "1,2,soft\n".repeat(10));
        Shell shell = Shell.run("train", "--preset", "kal-net", "--data", words, "--target", "force,kind");
        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err().lines())
                .singleElement()
                .asString()
                .endsWith("expected a number, found \"soft\": correct it, delete the row, or choose other targets");
    }

    @Test
    void a_model_of_numbers_and_data_of_classes_do_not_fit() {
        Path model = folder.resolve("m.kan");
        assertDone(train("--epochs", 1, "--out", model));
        Shell shell = Shell.run("evaluate", model, "--data", "toy:moons");
        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err()).contains("has classes but the model predicts force, torque");
        assertThat(Shell.run("evaluate", model).err())
                .contains("predicts force, torque, which the bundled images do not have");
        Shell exported = Shell.run("export", model, "--format", "onnx", "--out", folder.resolve("m.onnx"));
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.err()).contains("on 256 random rows");
    }
}
