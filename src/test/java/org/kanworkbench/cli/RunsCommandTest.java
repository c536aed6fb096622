package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.tensorboard.EventFile;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;

class RunsCommandTest {

    private static final String DATA = "toy:moons?rows=100";

    @TempDir
    private Path folder;

    private long id;

    @BeforeEach
    void train() {
        Shell trained = Shell.run("train", "--preset", "kal-net", "--data", DATA, "--epochs", "5", "--seed", "9");
        assertThat(trained.exitCode()).isZero();
        id = trained.run();
    }

    @Test
    void what_was_trained_is_listed_first() {
        Shell listed = Shell.run("runs", "list", "--limit", "1", "--json");

        assertThat(listed.exitCode()).isZero();
        JsonNode run = listed.json().getFirst();
        assertThat(run.get("id").asLong()).isEqualTo(id);
        assertThat(run.get("state").asText()).isEqualTo("finished");
        assertThat(run.get("seed").asInt()).isEqualTo(9);
        assertThat(run.get("epochs").asDouble()).isEqualTo(5);
        assertThat(run.get("best_acc").asDouble()).isBetween(0.4, 1.0);
        assertThat(run.get("scored_on").asText()).isEqualTo("test");
        assertThat(Shell.run("runs", "--json").json()).isNotEmpty();
        assertThat(Shell.done("runs --json list --limit 1").out()).isEqualTo(listed.out());
        assertThat(Shell.run("runs", "list", "--search", "no such words").out().lines())
                .hasSizeLessThan(2);
    }

    @Test
    void a_run_is_shown_with_its_scores_and_exported_and_deleted() throws IOException {
        List<JsonNode> shown = Shell.run("runs", "show", id, "--json").json();
        Path csv = folder.resolve("run.csv");
        Path model = folder.resolve("run.kan");

        assertThat(shown.getLast().get("configuration").asText()).contains("\"preset\" : \"kal-net\"");
        assertThat(shown.get(shown.size() - 2).get("epoch").asDouble()).isEqualTo(5);
        Shell.done("runs export", id, "--out", csv);
        assertThat(Files.readAllLines(csv)).hasSize(shown.size());
        Shell.done("runs export", id, "--out", model);
        Shell.done("evaluate", model, "--data", DATA);
        Path json = folder.resolve("run.json");
        Shell.done("runs export", id, "--out", json);
        Shell again = Shell.done("train --config", json, "--epochs 1 --json");
        assertThat(again.json().getFirst().get("epoch").asDouble()).isOne();
        Shell.done("runs delete", id);
        assertThat(Shell.run("runs", "show", id).exitCode()).isEqualTo(2);
    }

    @Test
    void a_title_and_what_happened_are_listed_shown_and_found() throws IOException {
        RunEvent changed = new RunEvent(6, 1.5, Instant.EPOCH, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(0.00025));
        try (RunStore store = RunStore.open(DataFolder.current())) {
            store.rename(id, "Slow and steady");
            store.add(id, changed);
        }

        JsonNode found =
                Shell.run("runs", "list", "--search", "steady", "--json").json().getFirst();
        JsonNode shown = Shell.run("runs", "show", id, "--json").json().getLast();

        assertThat(found.get("id").asLong()).isEqualTo(id);
        assertThat(found.get("title").asText()).isEqualTo("Slow and steady");
        assertThat(shown.get("title").asText()).isEqualTo("Slow and steady");
        assertThat(shown.get("events").get(0).get("kind").asText()).isEqualTo("learning_rate");
        assertThat(shown.get("events").get(0).get("value").asDouble()).isEqualTo(0.00025);
        assertThat(Shell.run("runs", "show", id).out())
                .contains("Slow and steady, finished", "epoch 1.50: Learning rate changed to 0.00025");
    }

    @Test
    void a_run_is_exported_for_tensorboard() throws IOException {
        int epochs = Shell.run("runs", "show", id, "--json").json().size() - 1;

        Shell exported = Shell.done("runs export", id, "--format tensorboard --out", folder, "--json");

        Path own = Path.of(exported.json().getFirst().get("written").asText());
        try (Stream<Path> files = Files.list(own)) {
            EventFile events = EventFile.read(files.findFirst().orElseThrow());
            assertThat(events.curve("accuracy/test")).hasSize(epochs);
        }
        Shell.run("runs", "export", id, "--format", "tensorboard", "--out", folder)
                .assertRefused("is there already");
    }

    @Test
    void wrong_asks_are_one_line() throws IOException {
        long search;
        long comparison;
        try (RunStore store = RunStore.open(DataFolder.current())) {
            search = store.add(
                    RunDescription.begun(RunKind.SEARCH, "kal-net", "Two moons", 0, "vector", 0, "{}", "s", 9));
            comparison = store.add(
                    RunDescription.begun(RunKind.QUANTISATION, "kal-net", "Two moons", 0, "vector", 0, "{}", "q", 9));
        }
        assertThat(Shell.run("runs", "resume", search).err())
                .contains("run " + search + " is a search, not a training: repeat its command, which resumes it");
        assertThat(Shell.run("runs", "resume", comparison).err().strip())
                .endsWith("is a quantisation, not a training: repeat its command");
        assertThat(Shell.run("runs", "export", search, "--out", folder.resolve("s.kan"))
                        .err())
                .contains("run " + search + " has no model: name a training that has finished");
        assertThat(Shell.run("runs", "export", comparison, "--out", folder.resolve("q.csv"))
                        .err())
                .contains("run " + comparison + " has no metrics: name a training");
        for (Shell wrong : List.of(
                Shell.run("runs", "list", "--limit", -1),
                Shell.run("runs", "show", 999_999),
                Shell.run("runs", "delete", 999_999),
                Shell.run("runs", "resume", id),
                Shell.run("runs", "export", id, "--out", folder.resolve("run.txt")),
                Shell.run("runs", "export", id, "--out", folder, "--format", "wandb"),
                Shell.run("import", folder.resolve("none.zip")),
                Shell.run("import", folder.resolve("none.pth")))) {
            assertThat(wrong.exitCode()).as(wrong.err()).isBetween(1, 2);
            assertThat(wrong.err().lines()).hasSize(1);
        }
    }

    @Test
    void a_run_that_left_the_test_samples_alone_does_so_when_it_goes_on() throws Exception {
        Shell trained =
                Shell.run("train", "--preset", "kal-net", "--data", DATA, "--epochs", "2", "--validation", "20");
        assertThat(Shell.run("runs", "--json")
                        .json()
                        .getFirst()
                        .get("scored_on")
                        .asText())
                .isEqualTo("validation");

        try (RunStore store = RunStore.open(DataFolder.current())) {
            Dataset whole = DataSource.Toy.of(ToyShape.MOONS).load();
            Recording recording = new Recording(store);
            assertThat(recording.seen(store.run(id).orElseThrow(), whole)).isSameAs(whole);
            assertThat(recording
                            .seen(store.run(trained.run()).orElseThrow(), whole)
                            .test()
                            .size())
                    .isZero();
        }
    }

    @Test
    void a_run_goes_on_with_as_many_threads_as_it_is_told() throws Exception {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            store.end(id, RunState.STOPPED, 1, "");
        }

        Shell none = Shell.run("runs", "resume", id, "--threads", 0);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--threads is 0: choose 1 to ");
        Shell.line("runs --threads 0 resume", id).assertRefused("--threads is 0: choose 1 to ");
        Shell resumed = Shell.done("runs resume", id, "--threads 2 --json");
        assertThat(Shell.run("runs", "list", "--json", "--limit", 1)
                        .json()
                        .getFirst()
                        .get("state")
                        .asText())
                .isEqualTo("finished");
    }

    @Test
    void an_archive_that_was_cut_off_is_refused_in_one_line_as_bad_input() throws IOException {
        Path archive = folder.resolve("all.zip");
        Shell.done("runs archive", archive);
        byte[] whole = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(whole, whole.length / 2));

        Shell cut = Shell.run("import", archive);

        cut.assertRefused(archive.toString(), "damaged or no zip file", "copy it again");
    }

    @Test
    void a_check_of_the_store_tells_what_it_went_through() {
        List<JsonNode> checked = Shell.run("runs", "check", "--json").json();

        assertThat(checked.getLast().get("findings").asInt()).isEqualTo(checked.size() - 1);
        assertThat(checked.getLast().get("runs").asInt()).isPositive();
    }

    @Test
    void a_check_that_finds_something_lost_tells_it_by_its_exit_status_and_then_it_is_known() throws IOException {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            Files.delete(store.files(store.run(id).orElseThrow()).file(RunFiles.MODEL));
        }

        Shell lost = Shell.run("runs", "check");

        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.out()).contains("lost: run " + id + ": model.kan is missing");
        assertThat(lost.err()).contains("could not be repaired");
        Shell.done("runs check");
    }

    @Test
    void a_run_that_is_not_to_be_kept_is_not() {
        int before = Shell.run("runs", "list", "--json").json().size();

        Shell trained = Shell.run("train", "--preset", "mlp", "--data", DATA, "--epochs", "1", "--no-store");

        assertThat(trained.err()).doesNotContain("kept as run");
        assertThat(Shell.run("runs", "list", "--json").json()).hasSize(before);
    }
}
