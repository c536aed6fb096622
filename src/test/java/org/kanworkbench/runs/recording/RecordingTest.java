package org.kanworkbench.runs.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.app.runs.run.RunReading;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.SnapshotsFile;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreCheck;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Checkpointed;
import org.kanworkbench.training.TrainingEvent.Evaluated;
import org.kanworkbench.training.TrainingEvent.Finished;
import org.kanworkbench.training.TrainingEvent.Progress;
import org.kanworkbench.training.loop.Told;
import org.kanworkbench.training.loop.TrainingRun;

@Timeout(60)
class RecordingTest {

    private static final int EPOCHS = 4;
    private static final DataSource.Toy MOONS = new DataSource.Toy(ToyShape.MOONS, 0.1, 400, 0);

    @TempDir
    private Path folder;

    private final Dataset dataset = MOONS.load();
    private final Configuration configuration = configuration();

    private Configuration configuration() {
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        Recipe recipe = preset.recipe()
                .withEpochs(EPOCHS)
                .with(RecipeField.AVERAGING, 0.9)
                .with(RecipeField.VALIDATION_ROWS, 50)
                .with(RecipeField.KEEP_BEST, true);
        return new Configuration(
                "kal-net",
                MOONS,
                preset.network(dataset.inputs(), dataset.outputs()),
                recipe,
                4,
                1,
                Configuration.VECTOR);
    }

    private static void fail(StoreException e) {
        throw new AssertionError(e);
    }

    /** Trains, recorded, until so many events of an epoch's end have come. */
    private List<TrainingEvent> train(RunStore store, int epochs) throws StoreException, InterruptedException {
        List<TrainingEvent> events = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Run> self = new CompletableFuture<>();
        try (RunRecorder recorder = new Recording(store).begin(configuration, dataset, RecordingTest::fail)) {
            Run run = TrainingRun.start(
                    Engines.VECTOR, configuration, dataset, StartWeights::read, Duration.ZERO, event -> {
                        boolean over = events.stream().anyMatch(e -> e instanceof Evaluated x && x.epoch() >= epochs);
                        if (!over) {
                            events.add(event);
                            recorder.accept(event);
                        } else {
                            self.join().stop();
                        }
                    });
            self.complete(run);
            run.await();
        }
        return events;
    }

    private static List<Metric> metrics(List<TrainingEvent> events) {
        return Told.only(events, Evaluated.class).stream().map(Metric::of).toList();
    }

    private static void assertTold(List<Snapshot> kept, List<TrainingEvent> events) {
        Map<Long, Model> told = new HashMap<>();
        for (TrainingEvent event : events) {
            switch (event) {
                case TrainingEvent.Snapshot s -> told.put(s.step(), s.model());
                case Evaluated e -> told.put(e.step(), e.model());
                default -> {}
            }
        }
        assertThat(kept).hasSize(told.size()).allMatch(s -> s.model().equals(told.get(s.step())));
    }

    @Test
    void a_long_run_that_fails_keeps_its_weights_and_its_progress_as_means_over_its_steps() throws Exception {
        Model good = Network.initialize(configuration.network(), 1).snapshot();
        List<Progress> kept;
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            try (RunRecorder recorder = recording.begin(configuration, dataset, RecordingTest::fail)) {
                for (int step = 1; step <= 40_000; step++) {
                    recorder.accept(new Progress(
                            step,
                            step / 100.0,
                            step,
                            -step,
                            0.01,
                            2 * step,
                            3 * step,
                            Duration.ofMillis(step),
                            Duration.ZERO));
                }
                recorder.accept(new TrainingEvent.Snapshot(40_000, 400, good));
                recorder.accept(new TrainingEvent.Failed("over", 40_000, Optional.of(good), false));
            }
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.message()).isEqualTo("over");
            assertThat(run.seconds()).isEqualTo(40);
            assertThat(recording.model(run)).map(SavedModel::model).contains(good);
            assertThat(recording.snapshots(run)).extracting(Snapshot::model).containsExactly(good);
            kept = recording.progress(run);
        }
        // Sixteen steps a point, 4096 of which are enough for 65,536 steps.
        assertThat(kept).hasSize(2500);
        for (int i = 0; i < kept.size(); i++) {
            double mean = 16 * i + 8.5;
            assertThat(kept.get(i))
                    .usingRecursiveComparison()
                    .withEqualsForType((a, b) -> Math.abs(a - b) < 0.01, Double.class)
                    .isEqualTo(new Progress(
                            16 * (i + 1),
                            0.16 * (i + 1),
                            mean,
                            -mean,
                            0.01,
                            2 * mean,
                            3 * mean,
                            Duration.ofMillis(16 * (i + 1)),
                            Duration.ZERO));
        }
    }

    @Test
    void the_snapshots_of_thousands_of_epochs_are_read_again() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            try (RunRecorder recorder = recording.begin(configuration, dataset, RecordingTest::fail)) {
                for (int step = 1; step <= 1900; step++) {
                    Model model =
                            Network.initialize(configuration.network(), step).snapshot();
                    recorder.accept(new TrainingEvent.Snapshot(step, step / 10.0, model));
                }
                recorder.accept(new TrainingEvent.Failed("over", 1900, Optional.empty(), false));
            }
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            List<Snapshot> kept = recording.snapshots(run);
            assertThat(kept).hasSize(1900);
            assertThat(kept.get(1234).model())
                    .isEqualTo(Network.initialize(configuration.network(), 1235).snapshot());
            List<StoredFile> files = store.storedFiles(run.id()).stream()
                    .filter(file -> file.path().startsWith(RunFiles.SNAPSHOTS))
                    .toList();
            Path one =
                    store.files(run.description().name()).file(files.getFirst().path());
            // A file as earlier versions wrote it is read as well, and a run can do without one that is damaged.
            try (OutputStream out = Files.newOutputStream(one)) {
                SnapshotsFile.write(kept, out);
            }
            assertThat(SnapshotsFile.read(one)).isEqualTo(kept);
            Files.writeString(one, "damaged");
            assertThat(recording.snapshots(run)).hasSizeBetween(100, 1899);
        }
        assertThat(StoreCheck.run(folder).findings()).hasSize(1);
    }

    @Test
    void scores_model_and_moments_of_a_run_are_what_it_told() throws IOException, InterruptedException, Exception {
        List<TrainingEvent> events;
        try (RunStore store = RunStore.open(folder)) {
            events = train(store, EPOCHS + 1);
        }
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            Finished finished = (Finished) events.getLast();
            assertThat(run.state()).isEqualTo(RunState.FINISHED);
            assertThat(run.parsedConfiguration()).isEqualTo(configuration);
            assertThat(store.metrics(run.id())).isEqualTo(metrics(events));
            assertThat(recording.progress(run))
                    .usingRecursiveComparison()
                    .ignoringFields("remaining", "elapsed")
                    .withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-6 * Math.abs(b), Double.class)
                    .isEqualTo(Told.only(events, Progress.class));
            SavedModel model = recording.model(run).orElseThrow();
            assertThat(model.model()).isEqualTo(finished.model());
            assertThat(model.target().names()).isEqualTo(dataset.target().names());
            assertThat(recording.snapshots(run))
                    .extracting(Snapshot::step)
                    .isSorted()
                    .startsWith(0L)
                    .doesNotHaveDuplicates();
            assertTold(recording.snapshots(run), events);
            assertThat(recording.checkpoint(run))
                    .as("a finished run has nowhere to go on")
                    .isEmpty();
            assertThat(run.seconds()).isEqualTo(finished.elapsed().toNanos() / 1e9);
            assertThat(store.storedFiles(run.id()))
                    .extracting(StoredFile::path)
                    .as("snapshots of all checkpoints in one file, and no checkpoint")
                    .hasSize(3)
                    .contains(RunFiles.MODEL, RunFiles.PROGRESS);
        }
        assertThat(StoreCheck.run(folder).findings()).isEmpty();
    }

    @Test
    void a_run_that_starts_again_and_fails_at_once_tells_why_and_can_be_resumed() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            train(store, 2);
        }
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();

            try (RunRecorder recorder =
                    recording.resume(run, Optional.empty(), configuration, dataset, RecordingTest::fail)) {
                recorder.accept(new TrainingEvent.Failed("no such device", 0, Optional.empty(), false));
            }

            assertThat(store.run(run.id()).orElseThrow())
                    .returns(RunState.INTERRUPTED, StoredRun::state)
                    .returns("no such device", StoredRun::message)
                    .returns(run.seconds(), StoredRun::seconds);
        }
    }

    /** From the checkpoint that it left (0), or from that of a step before what was kept last. */
    @ParameterizedTest
    @ValueSource(longs = {0, 3, 6})
    void an_interrupted_run_goes_on_to_the_bits_and_scores_of_a_whole_one(long from) throws Exception {
        List<TrainingEvent> whole = new ArrayList<>();
        TrainingRun.start(configuration, dataset, whole::add).await();
        List<TrainingEvent> begun;
        try (RunStore store = RunStore.open(folder)) {
            begun = train(store, 2);
        }
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();
            assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(recording.model(run)).isEmpty();
            assertThat(run.seconds()).isBetween(1e-6, 60.0);
            int written = 0;
            for (StoredFile file : store.storedFiles(run.id())) {
                written += file.path().startsWith(RunFiles.SNAPSHOTS)
                        ? SnapshotsFile.read(
                                        store.files(run.description().name()).file(file.path()))
                                .size()
                        : 0;
            }
            assertThat(recording.snapshots(run)).as("each is written once").hasSize(written);
            Checkpoint left = recording.checkpoint(run).orElseThrow();
            Checkpoint checkpoint = begun.stream()
                    .filter(event -> from > 0
                            && event instanceof Checkpointed c
                            && c.checkpoint().step() == from)
                    .map(event -> ((Checkpointed) event).checkpoint())
                    .findFirst()
                    .orElse(left);
            assertThat(checkpoint.step() < left.step()).isEqualTo(from > 0);

            resume(store, run, Optional.of(checkpoint));

            StoredRun after = store.run(run.id()).orElseThrow();
            Finished finished = (Finished) whole.getLast();
            assertThat(after.state()).isEqualTo(RunState.FINISHED);
            assertThat(recording.model(after).orElseThrow().model()).isEqualTo(finished.model());
            assertThat(store.metrics(run.id()))
                    .usingRecursiveComparison()
                    .ignoringFields("msPerStep", "seconds")
                    .isEqualTo(metrics(whole));
            assertThat(recording.progress(after))
                    .extracting(Progress::step)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .contains(6L, 12L, 18L, 24L);
            assertThat(recording.snapshots(after))
                    .extracting(Snapshot::step)
                    .isSorted()
                    .startsWith(0L)
                    .contains(3L, 6L, 12L, 18L, 24L)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void what_a_person_does_to_a_run_is_kept_with_the_epoch_that_it_was_done_in() throws Exception {
        CompletableFuture<Run> self = new CompletableFuture<>();
        List<TrainingEvent> events = Collections.synchronizedList(new ArrayList<>());
        try (RunStore store = RunStore.open(folder)) {
            try (RunRecorder recorder = new Recording(store).begin(configuration, dataset, RecordingTest::fail)) {
                Consumer<TrainingEvent> person = event -> {
                    switch (event) {
                        case Evaluated e
                        when e.epochEnd() && e.epoch() == 1 -> {
                            self.join().setLearningRate(0.004);
                            self.join().pause();
                        }
                        case TrainingEvent.Paused _ -> self.join().resume();
                        case Evaluated e
                        when e.epochEnd() && e.epoch() == 2 -> self.join().stop();
                        default -> {}
                    }
                };
                Run run = TrainingRun.start(
                        Engines.VECTOR,
                        configuration,
                        dataset,
                        StartWeights::read,
                        Duration.ZERO,
                        person.andThen(events::add).andThen(recorder));
                self.complete(run);
                run.await();
            }
            List<RunEvent> kept = store.events(1);
            assertThat(kept)
                    .extracting(RunEvent::kind)
                    .containsExactlyInAnyOrder(
                            RunEvent.Kind.LEARNING_RATE,
                            RunEvent.Kind.PAUSED,
                            RunEvent.Kind.RESUMED,
                            RunEvent.Kind.STOPPED);
            assertThat(kept.getFirst().epoch()).isEqualTo(1);
            assertThat(kept.getLast())
                    .returns(RunEvent.Kind.STOPPED, RunEvent::kind)
                    .returns(2.0, RunEvent::epoch);
            assertThat(kept)
                    .filteredOn(e -> e.kind() == RunEvent.Kind.LEARNING_RATE)
                    .singleElement()
                    .returns(OptionalDouble.of(0.004), RunEvent::value)
                    .returns(1.0, RunEvent::epoch);
        }
        try (RunStore store = RunStore.open(folder)) {
            StoredRun run = store.run(1).orElseThrow();
            resume(store, run, new Recording(store).checkpoint(run));
            assertThat(store.events(1).getLast())
                    .returns(RunEvent.Kind.CONTINUED, RunEvent::kind)
                    .returns(2.0, RunEvent::epoch);
        }
    }

    @Test
    void moved_grids_are_kept_where_the_epoch_ended() throws Exception {
        Preset preset = Preset.named("efficient-kan").orElseThrow().forSmallData();
        Configuration moving = new Configuration(
                "efficient-kan",
                MOONS,
                preset.network(dataset.inputs(), dataset.outputs()),
                preset.recipe()
                        .withEpochs(EPOCHS)
                        .with(RecipeField.GRID_EVERY, 1)
                        .with(RecipeField.GRID_UNTIL, 2),
                4,
                1,
                Configuration.VECTOR);
        try (RunStore store = RunStore.open(folder)) {
            List<TrainingEvent> events = new ArrayList<>();
            try (RunRecorder recorder = new Recording(store).begin(moving, dataset, RecordingTest::fail)) {
                TrainingRun.start(
                                Engines.VECTOR,
                                moving,
                                dataset,
                                StartWeights::read,
                                Duration.ZERO,
                                recorder.andThen(events::add))
                        .await();
            }
            assertTold(new Recording(store).snapshots(store.run(1).orElseThrow()), events);
            assertThat(store.events(1)).extracting(RunEvent::kind).containsOnly(RunEvent.Kind.GRID_UPDATE);
            assertThat(store.events(1))
                    .as("the second time they may be where they should be")
                    .extracting(RunEvent::epoch)
                    .startsWith(1.0)
                    .isSubsetOf(1.0, 2.0);

            int last = events.indexOf(Told.only(events, Evaluated.class).getFirst());
            Optional<Checkpoint> from = Told.only(events.subList(0, last), Checkpointed.class).stream()
                    .map(Checkpointed::checkpoint)
                    .reduce((_, newest) -> newest);
            EventLog resumed = new EventLog(from);
            resumed.fold(events.getFirst());
            assertThat(events.subList(last, events.size()).stream()
                            .skip(1)
                            .flatMap(event -> resumed.fold(event).stream()))
                    .as("where it goes on just before the first")
                    .extracting(RunEvent::kind)
                    .containsOnly(RunEvent.Kind.GRID_UPDATE);
        }
    }

    @Test
    void an_interrupted_run_opens_with_the_weights_that_its_checkpoint_evaluates() throws Exception {
        List<TrainingEvent> events;
        try (RunStore store = RunStore.open(folder.resolve("other"))) {
            events = train(store, 1);
        }
        Checkpoint newest = Told.only(events, Checkpointed.class).getLast().checkpoint();
        try (RunStore store = RunStore.open(folder);
                RunRecorder recorder = new Recording(store).begin(configuration, dataset, RecordingTest::fail)) {
            recorder.accept(events.getFirst());
            recorder.accept(new Checkpointed(newest));
        }
        try (RunStore store = RunStore.open(folder)) {
            StoredRun run = store.run(1).orElseThrow();
            assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
            assertThat(new RunReading(store).toOpen(run, Optional.of(dataset)).model())
                    .as("their average, not those in training")
                    .contains(newest.average().orElseThrow().mean())
                    .isNotEqualTo(Optional.of(newest.model()));
        }
    }

    @Test
    void a_run_that_left_no_checkpoint_begins_anew_under_its_number() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            train(store, 1);
        }
        try (RunStore store = RunStore.open(folder)) {
            StoredRun run = store.list(RunQuery.NEWEST).getFirst();

            resume(store, run, Optional.empty());

            assertThat(store.list(RunQuery.NEWEST)).hasSize(1);
            assertThat(store.run(run.id()).orElseThrow().epochs()).isEqualTo(EPOCHS);
            assertThat(store.metrics(run.id()).getFirst().step()).isPositive();
            assertThat(new Recording(store).progress(run))
                    .extracting(Progress::step)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(new Recording(store).snapshots(run))
                    .extracting(Snapshot::step)
                    .contains(0L, 24L);
        }
    }

    @Test
    void a_run_that_ended_before_its_first_scores_sees_the_samples_that_it_began_with() throws Exception {
        try (RunStore store = RunStore.open(folder)) {
            Recording recording = new Recording(store);
            recording
                    .begin(configuration, dataset.withoutTest(), RecordingTest::fail)
                    .close();
            recording.begin(configuration, dataset, RecordingTest::fail).close();

            assertThat(recording
                            .seen(store.run(1).orElseThrow(), dataset)
                            .test()
                            .size())
                    .isZero();
            assertThat(recording.changed(store.run(1).orElseThrow(), dataset)).isEmpty();
            assertThat(recording.seen(store.run(2).orElseThrow(), dataset)).isSameAs(dataset);
        }
    }

    @Test
    void a_run_that_cannot_be_kept_any_longer_says_so_once_and_trains_on() throws Exception {
        List<TrainingEvent> events = new ArrayList<>();
        List<StoreException> told = Collections.synchronizedList(new ArrayList<>());
        try (RunStore store = RunStore.open(folder)) {
            try (RunRecorder recorder = new Recording(store).begin(configuration, dataset, told::add)) {
                RunFiles files =
                        store.files(store.run(1).orElseThrow().description().name());
                files.delete();
                // Nothing can be written into a folder that is a file.
                Files.writeString(files.folder(), "in the way");
                TrainingRun.start(
                                Engines.VECTOR,
                                configuration,
                                dataset,
                                StartWeights::read,
                                Duration.ZERO,
                                ((Consumer<TrainingEvent>) events::add).andThen(recorder))
                        .await();
            }
            assertThat(events.getLast()).isInstanceOf(Finished.class);
            assertThat(told).hasSize(1);
            assertThat(told.getFirst()).hasMessageContaining("cannot write").hasMessageNotContaining("\n");
            assertThat(store.run(1).orElseThrow().state())
                    .as("it does not run any more")
                    .isEqualTo(RunState.INTERRUPTED);
        }
    }

    private void resume(RunStore store, StoredRun run, Optional<Checkpoint> checkpoint) throws Exception {
        Recording recording = new Recording(store);
        try (RunRecorder recorder = recording.resume(run, checkpoint, configuration, dataset, RecordingTest::fail)) {
            assertThat(store.run(run.id()).orElseThrow().state()).isEqualTo(RunState.RUNNING);
            Run going = checkpoint.isPresent()
                    ? TrainingRun.resume(Engines.VECTOR, checkpoint.get(), dataset, RunRecorder.CHECKPOINTS, recorder)
                    : TrainingRun.start(
                            Engines.VECTOR,
                            configuration,
                            dataset,
                            StartWeights::read,
                            RunRecorder.CHECKPOINTS,
                            recorder);
            going.await();
        }
    }
}
