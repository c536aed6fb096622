package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;

class SearchCommandTest {

    @TempDir
    private Path folder;

    private Shell search(Object... more) throws IOException {
        Path space = folder.resolve("space.json");
        Files.writeString(
                space,
                "{\"lr\": {\"log\": [0.001, 0.1]}, \"preset\": {\"choice\": [\"kal-net\", \"mlp\"]},"
                        + " \"order\": {\"int\": [1, 3], \"when\": {\"preset\": [\"kal-net\"]}}}");
        List<Object> args = new ArrayList<>(
                List.of("search", "--space", space, "--data", "toy:moons?rows=60", "--epochs", 2, "--no-store"));
        args.addAll(List.of(more));
        return Shell.run(args.toArray());
    }

    @Test
    void a_line_per_trial_and_the_best_last() throws IOException {
        Shell shell = search("--trials", 6, "--json", "--confirm");

        assertThat(shell.exitCode()).isZero();
        List<JsonNode> lines = shell.json();
        assertThat(lines).hasSize(7);
        double best = 0;
        for (JsonNode line : lines.subList(0, 6)) {
            assertThat(Shell.fields(line))
                    .containsExactly("trial", "state", "value", "epochs", "seconds", "worker", "params");
            assertThat(line.get("params").has("order"))
                    .isEqualTo(line.get("params").get("preset").asText().equals("kal-net"));
            best = Math.max(best, line.get("value").asDouble());
        }
        JsonNode last = lines.getLast();
        assertThat(Shell.fields(last))
                .startsWith("best", "trials")
                .contains("confirmed")
                .endsWith("test_difference_p", "seconds");
        assertThat(last.get("trials").asInt()).isEqualTo(6);
        assertThat(last.get("best").get("value").asDouble()).isCloseTo(best, within(1e-6));
        assertThat(shell.err()).contains("10 training samples held out for validation, test set untouched");
    }

    @Test
    void a_model_is_fine_tuned() throws IOException {
        Path model = folder.resolve("model.kan");
        Shell.run(
                "train", "--preset", "mlp", "--data", "toy:moons?rows=60", "--epochs", 1, "--out", model, "--no-store");
        Path space = Files.writeString(folder.resolve("rates.json"), "{\"lr\": {\"choice\": [0.01, 0.02]}}");
        Shell shell = Shell.done(
                "search --space",
                space,
                "--from",
                model,
                "--data toy:moons?rows=60 --epochs 1 --trials 2 --confirm --no-store --json");

        assertThat(shell.json().getFirst().get("state").asText()).isEqualTo("complete");
        assertThat(shell.json().getLast().has("confirmed")).isTrue();
        Files.writeString(space, "{\"hidden\": {\"int\": [4, 8]}, \"dropout\": {\"choice\": [0, 0.1]}}");
        Shell other = Shell.run("search", "--space", space, "--from", model, "--data", "toy:moons?rows=60");
        other.assertRefused(space + ": hidden, dropout would make other networks");
    }

    @Test
    void a_configuration_says_how_many_threads_there_are_and_a_trial_that_fails_why() throws IOException {
        Path file = folder.resolve("one.json");
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        ConfigurationFile.write(
                new Configuration(
                        "kal-net",
                        new DataSource.Toy(ToyShape.MOONS, 0.2, 60, 0),
                        preset.network(2, 2),
                        preset.recipe().withEpochs(3).with(RecipeField.BATCH, 8),
                        0,
                        1,
                        Configuration.VECTOR),
                file);
        Path space = Files.writeString(
                folder.resolve("rates.json"), "{\"lr\": {\"choice\": [0.0001, 0.02, 0.03, 0.04, 0.05, 1e6]}}");
        String grid = "--sampler grid --no-store";
        Shell shell = Shell.done("search --space", space, "--config", file, grid, "--json");

        assertThat(shell.json().subList(0, 6))
                .allSatisfy(line -> assertThat(line.get("worker").asInt()).isZero());
        assertThat(Shell.done("search --space", space, "--config", file, grid).out())
                .contains("lr 0.0001\n")
                .containsPattern("failed .*lr 1000000 .*lower the learning rate");
    }

    @Test
    void a_table_is_found_from_any_folder() throws IOException {
        Path space = Files.writeString(folder.resolve("space.json"), "{\"lr\": {\"choice\": [0.01, 0.02]}}");
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                IntStream.range(0, 60)
                        .mapToObj(i -> i + ",k" + i % 2 + "\n")
                        .collect(Collectors.joining("", "t,kind\n", "")));
        Path typed = Path.of("").toAbsolutePath().relativize(table);
        String command = "--preset mlp --epochs 1 --trials 1 --space";
        Shell.done("search --data", typed, command, space);

        assertThat(Shell.done("search --data", table, command, space).err()).contains("resumed after 1 trials");
    }

    @Test
    void a_search_whose_time_is_up_says_so() throws IOException {
        Shell shell = search("--minutes", 1e-9);

        assertThat(shell.exitCode()).isEqualTo(1);
        assertThat(shell.err()).contains("no trial is complete: give more --trials or --minutes");
    }

    @Test
    void a_best_that_was_confirmed_is_not_trained_again() throws IOException, StoreException {
        Path space = Files.writeString(folder.resolve("space.json"), "{\"lr\": {\"choice\": [0.01, 0.02]}}");
        Object[] command = {
            "search",
            "--space",
            space,
            "--preset",
            "kal-net",
            "--data",
            "toy:moons?rows=60",
            "--epochs",
            1,
            "--trials",
            2,
            "--seed",
            4711,
            "--json",
            "--confirm"
        };
        JsonNode first = Shell.run(command).json().getLast();
        int kept = trainings();

        Shell again = Shell.run(command);

        assertThat(again.exitCode()).isZero();
        assertThat(again.json().getLast().get("confirmed")).isEqualTo(first.get("confirmed"));
        assertThat(trainings()).isEqualTo(kept);
        double trained = 0;
        for (JsonNode trial : again.json().subList(0, 2)) {
            trained = Math.max(trained, trial.get("seconds").asDouble());
        }
        assertThat(again.json().getLast().get("seconds").asDouble())
                .as("with what the first session took")
                .isGreaterThanOrEqualTo(trained);
    }

    private static int trainings() throws StoreException {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            return store.list(RunQuery.NEWEST.withKinds(List.of(RunKind.TRAINING)))
                    .size();
        }
    }

    @Test
    void a_best_that_cannot_be_confirmed_is_told_all_the_same() throws IOException {
        Path space = Files.writeString(folder.resolve("space.json"), "{\"lr\": {\"choice\": [0.01, 1000000]}}");

        // The default diverges, of which no score is left.
        Shell shell = Shell.line(
                "search --space",
                space,
                "--preset kal-net --data toy:moons?rows=60 --batch 8 --epochs 3 --lr 1000000 --sampler",
                "grid --no-store --json --confirm");

        assertThat(shell.exitCode()).isEqualTo(1);
        assertThat(shell.json().getLast().get("best").get("params").get("lr").asDouble())
                .isEqualTo(0.01);
        assertThat(shell.err()).contains("not finite");
    }

    @Test
    void a_front_is_told_of_two_objectives() throws IOException {
        JsonNode last = search("--trials", 4, "--json", "--second", "parameters", "--sampler", "random")
                .json()
                .getLast();

        List<String> front = new ArrayList<>();
        last.get("front").forEach(trial -> front.add(trial.asText()));
        assertThat(front).isNotEmpty();

        Shell shell = search("--trials", 4, "--second", "parameters", "--sampler", "random");
        List<String> lines = shell.out().lines().toList();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("Pareto front: "))
                .allSatisfy(line ->
                        assertThat(line).matches("Pareto front: [0-9.]+ %, [0-9,]+ parameters in trial [0-9] \\(.*\\)"))
                .extracting(line -> line.replaceFirst(".* in trial ([0-9]+).*", "$1"))
                .isEqualTo(front);
        assertThat(lines)
                .filteredOn(line -> line.matches(" +[0-3]  complete +[0-9.]+ +[0-9]+ .*"))
                .hasSize(4);
    }

    @Test
    void a_space_that_does_not_fit_is_refused_in_a_line() throws IOException {
        Path wrong = folder.resolve("wrong.json");
        Files.writeString(wrong, "{\"lr\": {\"lag\": [1, 2]}}");

        Shell shell = Shell.run("search", "--space", wrong, "--preset", "mlp", "--no-store");

        assertThat(shell.exitCode()).isEqualTo(2);
        assertThat(shell.err().strip())
                .doesNotContain("\n")
                .contains("wrong.json: lr: [lag] is no domain: write {\"int\"");
        Files.writeString(wrong, "{\"lr\": \"0.1 to 0.001\"}");
        assertThat(Shell.run("search", "--space", wrong, "--preset", "mlp", "--no-store")
                        .err()
                        .strip())
                .doesNotContain("\n")
                .contains("wrong.json: lr: [0.1 to 0.001] is no domain: write {\"int\"");
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("null", "nothing but null");
        reasons.put("[]", "correct it");
        reasons.put("{\"lr\": {\"log\": [NaN, 1]}}", "not valid JSON");
        String order = "{\"layers\": {\"int\": [1, 2]%s}, \"order\": {\"int\": [1, 4], \"when\": %s}}";
        reasons.put(order.formatted(", \"when\": {\"order\": [1]}", "{\"layers\": [1]}"), "in turn depends on it");
        reasons.put(order.formatted("", "null"), "when is null");
        reasons.put(order.formatted("", "{\"layers\": [null]}"), "has a null in it");
        reasons.put(order.formatted("", "{\"layers\": []}"), "none of which it can be");
        reasons.put(order.formatted("", "{\"layers\": [3, \"2\"]}"), "none of which it can be");
        reasons.put(
                "{\"lr\\u001b[31m\\nforged\": {\"log\": [0.1, 1]}}",
                "lr\\u001b[31m\\u000aforged is not a searchable setting");
        for (Map.Entry<String, String> reason : reasons.entrySet()) {
            Files.writeString(wrong, reason.getKey());
            shell = Shell.run("search", "--space", wrong, "--preset", "mlp", "--no-store");
            assertThat(shell.exitCode()).as(reason.getKey()).isEqualTo(2);
            assertThat(shell.err().strip())
                    .doesNotContain("\n", "Exception", "java.")
                    .contains(reason.getValue());
        }
        assertThat(search("--sampler", "cma-es").err()).contains("CMA-ES searches numbers without conditions");
        assertThat(search("--sampler", "best").err())
                .contains("--sampler is 'best': choose one of tpe, random, grid, cma-es");
        assertThat(search("--pruner", "asha", "--second", "bytes").err()).contains("a pruner compares one objective");
        assertThat(search("--sampler", "cma-es", "--second", "bytes").err()).contains("CMA-ES follows one objective");
        assertThat(search("--trials", 0).err()).contains("trials are 0: choose 1 to");
        assertThat(search("--lr", 0.1).err()).contains("space.json searches lr: leave --lr or the setting there out");
        Files.writeString(wrong, "{\"order\": {\"int\": [1, 50]}}");
        assertThat(Shell.run("search", "--space", wrong, "--preset", "kal-net", "--no-store")
                        .err()
                        .strip())
                .doesNotContain("\n")
                .contains("the range of order: order of legendre is 50: choose 1 to 12");
        Files.writeString(
                wrong, "{\"order\": {\"int\": [1, 50]}, \"preset\": {\"choice\": [\"kal-net\", \"torchkan\"]}}");
        assertThat(Shell.run("search", "--space", wrong, "--no-store").err()).contains("the range of order");
    }
}
