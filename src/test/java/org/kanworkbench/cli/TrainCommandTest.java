package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.tensorboard.EventFile;
import org.kanworkbench.gpu.GpuEngine;
import org.kanworkbench.gpu.opencl.OpenClApi;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.recipe.Loss;
import org.kanworkbench.network.recipe.Optimizer;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.Schedule;
import org.kanworkbench.network.recipe.Selection;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.device.NvidiaDriver;

class TrainCommandTest {

    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void writeTable() throws IOException {
        table = Shell.table(folder, 400);
    }

    @Test
    void seeds_train_side_by_side_as_they_do_alone() {
        assumeThat(new GpuEngine(new OpenClApi(), new NvidiaDriver()).probed().available())
                .as("an OpenCL device")
                .isTrue();
        Shell all = Shell.done(
                "train --preset kal-net --data",
                table,
                "--hidden 8 --epochs 2 --engine opencl:0 --seed 4 --seeds 3 --json");
        assertThat(all.err()).contains("seeds 4 to 6");
        List<JsonNode> last = all.json().stream()
                .filter(line -> line.path("epoch").asInt() == 2)
                .sorted(Comparator.comparing(line -> line.get("seed").asLong()))
                .toList();
        assertThat(last).extracting(line -> line.get("seed").asLong()).containsExactly(4L, 5L, 6L);
        Shell alone = Shell.line(
                "train --preset kal-net --data", table, "--hidden 8 --epochs 2 --engine opencl --seed 5 --json");
        JsonNode mine = last.get(1);
        JsonNode its = alone.json().get(1);
        for (String field : List.of("train_loss", "train_acc", "test_loss", "test_acc")) {
            assertThat(mine.get(field)).as(field).isEqualTo(its.get(field));
        }
        JsonNode done = all.json().getLast();
        assertThat(done.get("seeds").asInt()).isEqualTo(3);
        assertThat(done.get("test_acc_mean").asDouble())
                .isCloseTo(
                        last.stream()
                                .mapToDouble(line -> line.get("test_acc").asDouble())
                                .average()
                                .orElseThrow(),
                        Offset.offset(1e-4));
    }

    @Test
    void seeds_need_an_engine_that_trains_side_by_side() {
        Shell vector = Shell.run("train", "--preset", "kal-net", "--data", table, "--epochs", 1, "--seeds", 3);
        assertThat(vector.exitCode()).isEqualTo(2);
        assertThat(vector.err()).contains("--seeds trains side by side, which vector does not: add --engine opencl");
        Shell none = Shell.run("train", "--preset", "kal-net", "--data", table, "--epochs", 1, "--seeds", 0);
        assertThat(none.err()).contains("--seeds is 0: choose 1 to 100");
    }

    @Test
    void a_model_is_trained_on_from_its_own_weights() throws Exception {
        Path first = folder.resolve("first.kan");
        Path second = folder.resolve("second.kan");
        Shell.run("train", "--preset", "kal-net", "--data", table, "--hidden", 8, "--epochs", 5, "--out", first);
        double learned = Shell.run("evaluate", first, "--data", table, "--json")
                .json()
                .getFirst()
                .get("test_acc")
                .asDouble();

        Shell on = Shell.done("train --from", first, "--data", table, "--epochs 1 --lr 1e-12 --out", second, "--json");

        assertThat(on.json().getFirst().get("test_acc").asDouble()).isEqualTo(learned);
        assertThat(on.json().getFirst().get("lr").asDouble()).isPositive();
        assertThat(ModelFile.read(second).preset()).isEqualTo("kal-net");
        Files.delete(first);
        JsonNode run = Shell.run("runs", "show", keptRun(on), "--json").json().getLast();
        assertThat(run.get("configuration").asText()).contains("start-weights").contains("first-");
        assertThat(Shell.run("train", "--from", second, "--preset", "mlp").exitCode())
                .isEqualTo(2);
    }

    @Test
    void a_configuration_that_begins_with_a_models_weights_scales_columns_as_that_model_knows_them() throws Exception {
        Path first = folder.resolve("first.kan");
        Shell.run("train", "--preset", "kal-net", "--data", table, "--hidden", 8, "--epochs", 5, "--out", first);
        Path other = folder.resolve("other.csv");
        Files.writeString(other, Files.readString(table).replaceAll("(?m)^-.*\\R", ""));
        Shell on = Shell.run("train", "--from", first, "--data", other, "--epochs", 1, "--json");
        Path again = folder.resolve("again.json");
        Files.writeString(
                again,
                Shell.run("runs", "show", keptRun(on), "--json")
                        .json()
                        .getLast()
                        .get("configuration")
                        .asText());

        Shell repeated = Shell.done("train --config", again, "--json");

        assertThat(repeated.err()).contains("other: predicts class, 2 classes\n");
        assertThat(repeated.json().getFirst().get("test_loss"))
                .isEqualTo(on.json().getFirst().get("test_loss"));
    }

    private static long keptRun(Shell training) {
        return Long.parseLong(training.err()
                .lines()
                .filter(line -> line.startsWith("kept as run "))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\D", ""));
    }

    @Test
    void a_refined_grid_is_in_the_model_file_and_adds_no_error() throws Exception {
        Path model = folder.resolve("finer.kan");

        Shell shell = Shell.done(
                "train --preset torchkan --optimizer lbfgs --refine-grid 5 --refine-until 12 --data",
                "toy:moons?rows=200 --hidden 3 --epochs 12 --out",
                model,
                "--json");

        assertThat(shell.json().getLast().get("parameters").asLong())
                .isGreaterThan(
                        Shell.line("train --preset torchkan --data toy:moons?rows=20 --hidden 3 --epochs 1 --json")
                                .json()
                                .getLast()
                                .get("parameters")
                                .asLong());
        assertThat(ModelFile.read(model).model().network().layers())
                .allSatisfy(
                        layer -> assertThat(((BSpline) layer.basis()).grid()).isEqualTo(12));
        assertThat(shell.json().stream()
                        .filter(line -> line.has("epoch"))
                        .map(line -> line.get("train_loss").asDouble()))
                .isSortedAccordingTo(Comparator.reverseOrder());
        Shell.done("train --from", model, "--data toy:moons?rows=200 --epochs 1");
    }

    @Test
    void lbfgs_takes_one_step_per_epoch_on_all_rows_each_of_which_lowers_the_loss() throws Exception {
        Path model = folder.resolve("lbfgs.kan");

        Shell shell = Shell.done(
                "train --preset torchkan --optimizer lbfgs --data toy:moons?rows=200 --hidden 4 --epochs",
                "25 --out",
                model,
                "--json");

        List<Double> losses = shell.json().stream()
                .filter(line -> line.has("epoch"))
                .map(line -> line.get("train_loss").asDouble())
                .toList();
        assertThat(losses).hasSize(25).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(losses.getLast()).isLessThan(0.02);
        assertThat(shell.json().getFirst().get("lr").asDouble()).isEqualTo(1);
        assertThat(ModelFile.read(model).recipe().optimizer()).isEqualTo(new Optimizer.Lbfgs());
    }

    @Test
    void prints_one_json_line_an_epoch_and_a_last_one_and_nothing_else() {
        Path model = folder.resolve("m.kan");

        Shell shell =
                Shell.done("train --preset kal-net --data", table, "--hidden 8 --epochs 3 --out", model, "--json");

        List<JsonNode> lines = shell.json();
        assertThat(lines).hasSize(4);
        for (int epoch = 1; epoch <= 3; epoch++) {
            JsonNode line = lines.get(epoch - 1);
            assertThat(Shell.fields(line))
                    .containsExactly(
                            "epoch",
                            "train_s",
                            "eval_s",
                            "train_loss",
                            "train_acc",
                            "test_loss",
                            "test_acc",
                            "lr",
                            "ms_per_step");
            assertThat(line.get("epoch").isIntegralNumber()).isTrue();
            assertThat(line.get("epoch").asInt()).isEqualTo(epoch);
            assertThat(line.get("test_acc").asDouble()).isBetween(0.0, 1.0);
        }
        JsonNode last = lines.getLast();
        assertThat(Shell.fields(last)).containsExactly("done", "parameters", "model", "run");
        assertThat(last.get("run").asLong()).isEqualTo(keptRun(shell));
        assertThat(last.get("done").asBoolean()).isTrue();
        assertThat(last.get("parameters").asLong())
                .isEqualTo(Preset.named("kal-net")
                        .orElseThrow()
                        .network(2, List.of(8), 2)
                        .parameters());
        assertThat(last.get("model").asText()).isEqualTo(model.toString());
    }

    @Test
    void inputs_outside_the_grid_are_told_to_people_and_the_update_brings_them_in() {
        String[] outsideOfSecondLayer = new String[2];
        for (int every = 0; every < 2; every++) {
            Shell shell = Shell.done(
                    "train --preset efficient-kan-faithful --lr",
                    0.1,
                    "--data",
                    table,
                    "--epochs 4 --grid-update",
                    every);
            assertThat(shell.out()).doesNotContain("grid");
            Matcher told = Pattern.compile("outside the B-spline grid: .* in layer 1, (\\d+\\.\\d\\d) % in layer 2.*")
                    .matcher(shell.err());
            assertThat(told.find()).as(shell.err()).isTrue();
            assertThat(told.group().contains("--grid-update 1")).isEqualTo(Double.parseDouble(told.group(1)) >= 1);
            outsideOfSecondLayer[every] = told.group(1);
        }
        assertThat(Double.parseDouble(outsideOfSecondLayer[0])).isGreaterThan(2);
        assertThat(Double.parseDouble(outsideOfSecondLayer[1])).isLessThan(1);
    }

    @Test
    void what_was_trained_scores_the_same_when_read_back() {
        Path model = folder.resolve("m.kan");
        Shell trained =
                Shell.run("train", "--preset", "torchkan", "--data", table, "--epochs", 4, "--out", model, "--json");

        Shell evaluated = Shell.done("evaluate", model, "--data", table, "--json --logits 3");

        JsonNode line = evaluated.json().getFirst();
        assertThat(Shell.fields(line))
                .containsExactly("model", "preset", "correct", "total", "test_acc", "test_loss", "eval_s", "logits");
        JsonNode byClass = Shell.run("evaluate", model, "--data", table, "--json", "--classes")
                .json()
                .getFirst();
        assertThat(byClass.get("classes")).hasSize(2);
        int hits = 0;
        double recalls = 0;
        for (JsonNode each : byClass.get("classes")) {
            hits += (int) Math.round(
                    each.get("recall").asDouble() * each.get("samples").asInt());
            recalls += each.get("recall").asDouble() / 2;
        }
        assertThat(hits).isEqualTo(line.get("correct").asInt());
        assertThat(byClass.get("balanced_acc").asDouble()).isCloseTo(recalls, within(1e-4));
        assertThat(line.get("preset").asText()).isEqualTo("torchkan");
        assertThat(line.get("logits"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).hasSize(2));
        assertThat(line.get("test_acc")).isEqualTo(trained.json().get(3).get("test_acc"));
        assertThat(line.get("test_loss")).isEqualTo(trained.json().get(3).get("test_loss"));
    }

    @Test
    void the_same_seed_gives_the_same_file_and_another_one_does_not() throws IOException {
        byte[] first = trained("a.kan", 1);
        byte[] again = trained("b.kan", 1);
        byte[] other = trained("c.kan", 2);

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private byte[] trained(String name, long seed) throws IOException {
        Path model = folder.resolve(name);
        Shell shell = Shell.done("train --preset mlp --data", table, "--epochs 1 --seed", seed, "--out", model);
        return Files.readAllBytes(model);
    }

    @Test
    void a_configuration_file_trains_and_options_change_it() throws IOException {
        Preset preset = Preset.named("kac-net").orElseThrow();
        Path config = folder.resolve("c.json");
        ConfigurationFile.write(
                new Configuration(
                        "kac-net",
                        new DataSource.CsvFile(table),
                        preset.network(2, List.of(4), 2),
                        preset.recipe().withEpochs(7),
                        0,
                        1,
                        Configuration.VECTOR),
                config);

        Shell shell = Shell.done("train --config", config, "--epochs 2 --json");

        assertThat(shell.json()).hasSize(3);
        assertThat(shell.json().getLast().get("model").isNull()).isTrue();
        Shell other = Shell.run("train", "--config", config, "--target", "x");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("--ignore are for CSV files: name one with --data");
    }

    @Test
    void a_configuration_file_keeps_its_columns_with_other_rows() throws IOException {
        Preset preset = Preset.named("kac-net").orElseThrow();
        Path config = folder.resolve("c.json");
        ConfigurationFile.write(
                new Configuration(
                        "kac-net",
                        new DataSource.CsvFile(table, List.of("x"), TaskKind.REGRESSION, List.of("class")),
                        preset.forNumbers().network(1, List.of(4), 1),
                        preset.forNumbers().recipe().withEpochs(1),
                        0,
                        1,
                        Configuration.VECTOR),
                config);
        Path other = Files.copy(table, folder.resolve("other.csv"));

        assertThat(Shell.done("train --config", config, "--data", other).err()).contains("other: predicts x");
        Files.writeString(other, Files.readString(table).replaceFirst("x", "z"));
        Shell.line("train --config", config, "--data", other).assertRefused("there is no column \"x\"");
        assertThat(Shell.done("train --config", config, "--data", other, "--target z --ignore class")
                        .err())
                .contains("other: predicts z");
    }

    @Test
    void validation_scores_rows_of_the_training_set() {
        Shell shell = Shell.done("train --preset mlp --data", table, "--epochs 1 --validation 50 --json");

        assertThat(shell.err()).contains("50 training samples held out for validation", "test set untouched");
        assertThat(shell.json().getFirst().get("scored_on").asText()).isEqualTo("validation");
        double hits = 50 * shell.json().getFirst().get("test_acc").asDouble();
        assertThat(hits).isEqualTo(Math.rint(hits));
    }

    @Test
    void a_repeated_configuration_is_scored_on_the_validation_samples_of_its_run() {
        Path model = folder.resolve("m.kan");
        Path exported = folder.resolve("run.json");
        Shell first =
                Shell.line("train --preset mlp --data", table, "--epochs 1 --validation 50 --out", model, "--json");
        Shell.run("runs", "export", keptRun(first), "--out", exported);

        Shell again = Shell.run("train", "--config", exported, "--json");
        Shell further = Shell.run("train", "--from", model, "--data", table, "--json");

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("test set untouched");
        for (String score : List.of("test_acc", "test_loss", "scored_on")) {
            assertThat(again.json().getFirst().get(score))
                    .isEqualTo(first.json().getFirst().get(score));
        }
        assertThat(further.err()).contains("test set untouched");
        assertThat(further.json().getFirst().get("scored_on").asText()).isEqualTo("validation");
    }

    @Test
    void patience_ends_the_run_and_the_kept_weights_score_as_the_best_epoch_did() throws IOException {
        Path model = folder.resolve("m.kan");

        Shell shell = Shell.done(
                "train --preset kal-net --data",
                table,
                "--epochs 200 --lr",
                0.3,
                "--validation 60 --patience 2 --keep-best --out",
                model,
                "--json");

        List<JsonNode> epochs = shell.json().subList(0, shell.json().size() - 1);
        assertThat(epochs).hasSizeLessThan(200);
        assertThat(shell.err())
                .contains("stopped early after epoch " + epochs.size() + ": best was epoch " + (epochs.size() - 2));
        SavedModel saved = ModelFile.read(model);
        assertThat(saved.recipe().selection()).isEqualTo(new Selection(60, 2, true));
        assertThat(saved.scaling().orElseThrow().names()).hasSize(2);
        assertThat(saved.testScore()).as("the test set was never scored").isEmpty();
    }

    @Test
    void a_run_that_diverges_ends_with_status_1_and_keeps_the_last_good_weights() throws IOException {
        Path config = folder.resolve("c.json");
        // While the rate warms up, decay turns from shrinking weights into doubling them, step by step.
        Recipe reckless =
                new Recipe(Loss.CROSS_ENTROPY, new Optimizer.Sgd(0, 0.5), 1000, new Schedule.Cosine(0.9, 0.5), 16, 50);
        ConfigurationFile.write(
                new Configuration(
                        "mlp",
                        new DataSource.CsvFile(table),
                        Preset.named("mlp").orElseThrow().network(2, List.of(8), 2),
                        reckless,
                        0,
                        1,
                        Configuration.VECTOR),
                config);
        Path model = folder.resolve("m.kan");

        Shell shell = Shell.run("train", "--config", config, "--out", model, "--json");

        assertThat(shell.exitCode()).isEqualTo(1);
        assertThat(shell.err().lines().toList().getLast())
                .contains("lower the learning rate", "step", model.toString());
        Shell.done("evaluate", model, "--data", table);

        Path kept = Files.writeString(folder.resolve("kept.kan"), "as it was");
        Shell again = Shell.run("train", "--config", config, "--out", kept, "--json");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(kept).hasContent("as it was");
        assertThat(again.err()).contains(kept + " is as it was: name a new file with --out for the last good weights");
    }

    @Test
    void curves_for_TensorBoard_grow_in_a_folder_of_the_run() throws IOException {
        Path curves = folder.resolve("curves");
        Shell shell =
                Shell.done("train --preset mlp --data", table, "--epochs 3 --seed 4 --tensorboard", curves, "--json");

        try (Stream<Path> files = Files.walk(curves)) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertThat(curves.relativize(file).getName(0).toString()).startsWith("mlp-4-20");
            assertThat(shell.err()).contains(file.getParent().toString());
            double last = EventFile.read(file).curve("accuracy/test").getLast().value();
            assertThat(last).isCloseTo(shell.json().get(2).get("test_acc").asDouble(), Offset.offset(1e-5));
        }
        assertThat(Shell.run("train", "--preset", "mlp", "--data", table, "--tensorboard", table)
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void columns_align_for_people() {
        Shell shell = Shell.run("train", "--preset", "mlp", "--data", table, "--epochs", 2);

        List<String> lines = shell.out().lines().toList();
        assertThat(lines.getFirst()).startsWith("epoch  train_s");
        assertThat(lines.subList(0, 3))
                .extracting(String::length)
                .containsOnly(lines.getFirst().length());
        assertThat(shell.err()).doesNotContain("\r");
    }
}
