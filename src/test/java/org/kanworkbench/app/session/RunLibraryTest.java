package org.kanworkbench.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.session.RunLibrary.State;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.recording.TrainingRecord;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

@Timeout(60)
class RunLibraryTest {

    private static final DataSource.Toy MOONS = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0);

    /** Bytes of SQLite's pages. */
    private static final int PAGE = 4096;

    @TempDir
    private Path folder;

    private final Dataset dataset = MOONS.load();

    private Configuration configuration(int epochs) {
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        return new Configuration(
                "kal-net",
                MOONS,
                preset.network(dataset.inputs(), dataset.outputs()),
                preset.recipe().withEpochs(epochs),
                0,
                1,
                Configuration.VECTOR);
    }

    @Test
    void work_that_ends_as_the_window_closes_is_kept_as_ended() throws Exception {
        for (int i = 1; i <= 20; i++) {
            try (Workspace workspace = new Workspace()) {
                workspace.library.open(folder, Runnable::run);
                RunDescription sweep =
                        RunDescription.begun(RunKind.SWEEP, "sweep", "sine", i, "vector", 0, "{}", "sweep " + i, 10);
                WorkRecord work = workspace.library.records.work(recorder -> recorder.begin(sweep));
                work.end(seconds -> new Outcome(RunState.STOPPED, 3, seconds, "", Map.of()));
                workspace.library.rename(i - 1, "named " + (i - 1));
            }
        }
        try (RunStore store = RunStore.open(folder)) {
            assertThat(store.list(RunQuery.NEWEST))
                    .filteredOn(run -> run.id() < 20)
                    .allMatch(run -> run.title().equals("named " + run.id()));
            assertThat(store.list(RunQuery.NEWEST)).hasSize(20).allMatch(run -> run.state() == RunState.STOPPED);
        }
    }

    @Test
    void a_file_for_which_memory_is_short_leaves_no_work_that_never_ends() throws Exception {
        try (Workspace workspace = new Workspace()) {
            workspace.library.open(folder, Runnable::run);
            RunDescription sweep =
                    RunDescription.begun(RunKind.SWEEP, "sweep", "sine", 1, "vector", 0, "{}", "sweep", 10);
            WorkRecord work = workspace.library.records.work(recorder -> recorder.begin(sweep));
            work.end(seconds -> new Outcome(RunState.STOPPED, 3, seconds, "", Map.of()));
            work.add("report.html", _ -> {
                throw new OutOfMemoryError();
            });
            workspace.library.records.finish();

            assertThat(workspace.library.records.busy()).isFalse();
        }
    }

    @Test
    void an_end_that_is_told_is_in_the_store_for_who_waits() throws Exception {
        try (Workspace workspace = new Workspace()) {
            workspace.library.open(folder, Runnable::run);
            TrainingRecord keeping =
                    workspace.library.records.training(workspace.library.reserve(), configuration(2), dataset);
            TrainingRun.start(configuration(2), dataset, keeping).await();
            workspace.library.records.settle();
            assertThat(workspace.library.storeProperty().get().list(RunQuery.NEWEST))
                    .singleElement()
                    .extracting(StoredRun::state)
                    .isEqualTo(RunState.FINISHED);
        }
    }

    @Test
    void a_training_that_starts_while_the_store_is_being_opened_is_kept_whole() throws Exception {
        try (Workspace workspace = new Workspace()) {
            workspace.library.open(folder, Runnable::run);
            TrainingRecord keeping =
                    workspace.library.records.training(workspace.library.reserve(), configuration(3), dataset);
            TrainingRun.start(configuration(3), dataset, keeping).await();
            assertThat(keeping.kept()).isTrue();
            // The library closes what has ended, and the window all that is left: both may come to the same.
            workspace.library.records.finish();
            workspace.library.records.finish();
        }
        try (RunStore store = RunStore.open(folder)) {
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            assertThat(run.state()).isEqualTo(RunState.FINISHED);
            assertThat(run.epochs()).isEqualTo(3);
            assertThat(new Recording(store).model(run)).isPresent();
        }
    }

    @Test
    void a_run_that_goes_on_when_the_window_goes_counts_as_interrupted_and_has_a_checkpoint() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Run run;
        try (Workspace workspace = new Workspace()) {
            workspace.library.open(folder, Runnable::run);
            TrainingRecord keeping =
                    workspace.library.records.training(workspace.library.reserve(), configuration(100_000), dataset);
            run = TrainingRun.start(
                    Engines.VECTOR,
                    configuration(100_000),
                    dataset,
                    StartWeights::read,
                    Duration.ofMillis(50),
                    event -> {
                        keeping.accept(event);
                        if (event instanceof TrainingEvent.Checkpointed) {
                            told.countDown();
                        }
                    });
            told.await();
        }
        run.stop();
        run.await();
        try (RunStore store = RunStore.open(folder)) {
            StoredRun kept = store.list(RunQuery.NEWEST).getFirst();
            assertThat(kept.state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(new Recording(store).checkpoint(kept)).isPresent();
        }
    }

    @Test
    void a_run_that_goes_on_tells_how_far_it_is_when_that_can_be_read() throws Exception {
        CompletableFuture<StoredRun> read = new CompletableFuture<>();
        try (Workspace workspace = new Workspace()) {
            RunLibrary library = workspace.library;
            library.open(folder, Runnable::run);
            library.writable();
            RunStore store = library.storeProperty().get();
            library.revisionProperty().addListener(_ -> {
                try {
                    store.run(1)
                            .filter(run -> run.epochs() >= 1 && run.state() == RunState.RUNNING)
                            .ifPresent(read::complete);
                } catch (IOException e) {
                    read.completeExceptionally(e);
                }
            });
            Run run = TrainingRun.start(
                    configuration(100_000),
                    dataset,
                    library.records.training(library.reserve(), configuration(100_000), dataset));
            assertThat(read.get().seconds()).as("not only at a checkpoint").isPositive();
            run.stop();
            run.await();
        }
    }

    @Test
    void without_a_store_a_training_goes_on_and_is_not_kept() throws Exception {
        try (Workspace workspace = new Workspace()) {
            TrainingRecord keeping =
                    workspace.library.records.training(workspace.library.reserve(), configuration(1), dataset);
            TrainingRun.start(
                            Engines.VECTOR,
                            configuration(1),
                            dataset,
                            StartWeights::read,
                            RunRecorder.CHECKPOINTS,
                            keeping)
                    .await();
            assertThat(keeping.kept()).isFalse();
        }
    }

    @Test
    void a_second_window_reads_what_the_first_writes_and_keeps_nothing() throws Exception {
        try (RunStore first = RunStore.open(folder);
                Workspace workspace = new Workspace()) {
            CountDownLatch opened = new CountDownLatch(1);
            workspace.library.stateProperty().addListener(_ -> opened.countDown());
            workspace.library.open(folder, Runnable::run);
            opened.await();
            TrainingRecord keeping =
                    workspace.library.records.training(workspace.library.reserve(), configuration(1), dataset);
            TrainingRun.start(configuration(1), dataset, keeping).await();
            assertThat(workspace.library.writable()).isEmpty();
            assertThat(workspace.library.stateProperty().get()).isEqualTo(State.READ_ONLY);
            assertThat(keeping.kept()).isFalse();
            assertThat(first.list(RunQuery.NEWEST)).isEmpty();
        }
    }

    /** Several hundred runs with scores, and pages of noise in the middle of the database. */
    private void tear(int runs) throws IOException {
        OptionalDouble none = OptionalDouble.empty();
        try (RunStore store = RunStore.open(folder)) {
            store.addAll(IntStream.range(0, runs)
                    .mapToObj(i -> new RunDescription(
                            "run-" + i,
                            RunKind.TRAINING,
                            "kal-net",
                            "Two moons",
                            i,
                            Configuration.VECTOR,
                            100,
                            ConfigurationText.of(configuration(3)),
                            "key",
                            3,
                            1000L * i,
                            ""))
                    .toList());
            for (StoredRun run : store.list(RunQuery.NEWEST.page(0, runs))) {
                store.add(
                        run.id(),
                        IntStream.rangeClosed(1, 20)
                                .mapToObj(step ->
                                        new Metric(step, step, true, 1, 0.5, 0.9, 0.5, none, none, none, 0.01, 0.2, 1))
                                .toList());
                store.end(run.id(), RunState.FINISHED, 1, "");
            }
        }
        SplittableRandom random = new SplittableRandom(5);
        byte[] bytes = Files.readAllBytes(folder.resolve("store.db"));
        byte[] noise = new byte[PAGE];
        for (int n = 0; n < 8; n++) {
            random.nextBytes(noise);
            int page = random.nextInt(bytes.length / PAGE / 4, bytes.length / PAGE * 3 / 4);
            System.arraycopy(noise, 0, bytes, page * PAGE, PAGE);
        }
        Files.write(folder.resolve("store.db"), bytes);
    }

    @Test
    void torn_pages_are_told_of_and_repaired_with_the_runs_that_can_be_read() throws Exception {
        tear(300);
        try (Workspace workspace = new Workspace()) {
            RunLibrary library = workspace.library;
            CountDownLatch damaged = new CountDownLatch(1);
            library.damageProperty().addListener(_ -> damaged.countDown());
            library.open(folder, Runnable::run);
            damaged.await();
            assertThat(library.damageProperty().get())
                    .contains("damaged", "Repair")
                    .hasLineCount(1);

            CompletableFuture<String> told = new CompletableFuture<>();
            library.repair(told::complete);

            assertThat(told.get()).matches("Run store repaired: \\d+ runs can be read\\.");
            assertThat(library.damageProperty().get()).isEmpty();
            RunStore store = library.storeProperty().get();
            assertThat(store.damage()).isEmpty();
            List<StoredRun> runs = store.list(RunQuery.NEWEST.page(0, 300));
            assertThat(runs.size()).as("eight pages hold few of them").isGreaterThan(250);
            assertThat(runs)
                    .as("under their numbers")
                    .allMatch(run -> run.id() == run.description().seed() + 1);
            assertThat(runs)
                    .allSatisfy(run -> assertThat(store.metrics(run.id())).hasSizeLessThanOrEqualTo(20));
        }
    }

    @Test
    void a_sound_store_is_not_told_of_and_closing_ends_the_look() throws Exception {
        RunStore.open(folder).close();
        RunStore store = RunStore.open(folder);
        assertThat(store.damage()).isEmpty();
        store.close();
        assertThat(store.damage()).as("nobody asks any more").isEmpty();
    }

    @Test
    void a_store_that_cannot_be_opened_for_damage_is_repaired_all_the_same() throws Exception {
        Files.writeString(folder.resolve("store.db"), "no database, but longer than its header is ".repeat(40));
        try (Workspace workspace = new Workspace()) {
            RunLibrary library = workspace.library;
            library.open(folder, Runnable::run);
            assertThat(library.writable()).isEmpty();
            assertThat(library.stateProperty().get()).isEqualTo(State.FAILED);
            assertThat(library.damageProperty().get()).isNotEmpty();

            CompletableFuture<String> told = new CompletableFuture<>();
            library.repair(told::complete);

            assertThat(told.get()).startsWith("Run store repaired: 0 runs");
            assertThat(library.stateProperty().get()).isEqualTo(State.OPEN);
        }
    }

    @Test
    void nothing_is_repaired_while_a_run_is_being_kept() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Workspace workspace = new Workspace()) {
            RunLibrary library = workspace.library;
            library.open(folder, Runnable::run);
            TrainingRecord keeping = library.records.training(library.reserve(), configuration(100_000), dataset);
            Run run = TrainingRun.start(configuration(100_000), dataset, event -> {
                keeping.accept(event);
                begun.countDown();
            });
            begun.await();
            assertThatThrownBy(() -> library.repair(_ -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("when the run has ended");
            run.stop();
            run.await();
        }
    }

    @Test
    void runs_that_the_last_process_left_running_are_told_with_the_store() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            new Recording(store).begin(configuration(3), dataset, _ -> {}).close();
        }
        try (Workspace workspace = new Workspace()) {
            workspace.library.open(folder, Runnable::run);
            workspace.library.writable();
            assertThat(workspace.library.interruptedProperty().get())
                    .singleElement()
                    .returns(1L, StoredRun::id);
        }
    }

    @Test
    void what_is_asked_of_the_background_after_the_window_has_closed_is_dropped() throws IOException {
        Workspace workspace = new Workspace();
        BackgroundWork work = new BackgroundWork(new Threads(workspace.background(), Runnable::run), _ -> {});
        NewestFirst<String, String> newest = new NewestFirst<>(
                new Threads(workspace.background(), Runnable::run), text -> text, (_, _) -> {}, _ -> {});
        TrainingRecord keeping =
                workspace.library.records.training(workspace.library.reserve(), configuration(1), dataset);
        workspace.digits.open(folder, Runnable::run);
        workspace.close();

        assertThatNoException().isThrownBy(() -> {
            work.run("Nothing could be read", () -> () -> {});
            newest.submit("question");
            keeping.accept(new TrainingEvent.Failed("nothing was recorded", 0, Optional.empty(), false));
            workspace.digits.undelete();
            workspace.digits.delete(new LabelledDigit(null, 3, false));
        });
    }

    @Test
    void a_folder_that_is_none_is_told_and_prevents_nothing() throws IOException {
        Path file = Files.writeString(folder.resolve("home"), "no folder");
        try (Workspace workspace = new Workspace()) {
            workspace.library.open(file, Runnable::run);
            assertThat(workspace.library.writable()).isEmpty();
            assertThat(workspace.library.stateProperty().get()).isEqualTo(State.FAILED);
            assertThat(workspace.library.problemProperty().get()).contains(file.toString(), "KANWORKBENCH_HOME");
        }
    }
}
