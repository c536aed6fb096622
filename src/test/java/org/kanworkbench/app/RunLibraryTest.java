package org.kanworkbench.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.RunLibrary.State;
import org.kanworkbench.data.DataSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.ToyShape;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.store.Recording;
import org.kanworkbench.runs.store.RunQuery;
import org.kanworkbench.runs.store.RunRecorder;
import org.kanworkbench.runs.store.RunState;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoredRun;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingRun;

@Timeout(60)
class RunLibraryTest {

    private static final DataSource.Toy MOONS = new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 0);

    @TempDir
    private Path folder;

    private final Dataset dataset = MOONS.load();

    private Configuration configuration(int epochs) {
        Preset preset = Preset.named("kal-net").orElseThrow().forPlane();
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
    void a_training_that_starts_while_the_store_is_being_opened_is_kept_whole() throws Exception {
        try (Workspace workspace = new Workspace()) {
            workspace.library().open(folder, Runnable::run);
            KeptEvents keeping = workspace.library().keep(workspace.library().reserve(), configuration(3), dataset);
            TrainingRun.start(configuration(3), dataset, keeping).await();
            assertThat(keeping.kept()).isTrue();
            // The library closes what has ended, and the window all that is left: both may come to the same.
            keeping.close();
            keeping.close();
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
            workspace.library().open(folder, Runnable::run);
            KeptEvents keeping =
                    workspace.library().keep(workspace.library().reserve(), configuration(100_000), dataset);
            run = TrainingRun.start(Engines.VECTOR, configuration(100_000), dataset, Duration.ofMillis(50), event -> {
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
    void without_a_store_a_training_goes_on_and_is_not_kept() throws Exception {
        try (Workspace workspace = new Workspace()) {
            KeptEvents keeping = workspace.library().keep(workspace.library().reserve(), configuration(1), dataset);
            TrainingRun.start(Engines.VECTOR, configuration(1), dataset, RunRecorder.CHECKPOINTS, keeping)
                    .await();
            assertThat(keeping.kept()).isFalse();
        }
    }

    @Test
    void a_second_window_reads_what_the_first_writes_and_keeps_nothing() throws Exception {
        try (RunStore first = RunStore.open(folder);
                Workspace workspace = new Workspace()) {
            CountDownLatch opened = new CountDownLatch(1);
            workspace.library().stateProperty().addListener(_ -> opened.countDown());
            workspace.library().open(folder, Runnable::run);
            opened.await();
            KeptEvents keeping = workspace.library().keep(workspace.library().reserve(), configuration(1), dataset);
            TrainingRun.start(configuration(1), dataset, keeping).await();
            assertThat(workspace.library().recording()).isEmpty();
            assertThat(workspace.library().stateProperty().get()).isEqualTo(State.READ_ONLY);
            assertThat(keeping.kept()).isFalse();
            assertThat(first.list(RunQuery.NEWEST)).isEmpty();
        }
    }

    @Test
    void a_folder_that_is_none_is_told_and_prevents_nothing() throws IOException {
        Path file = Files.writeString(folder.resolve("home"), "no folder");
        try (Workspace workspace = new Workspace()) {
            workspace.library().open(file, Runnable::run);
            assertThat(workspace.library().recording()).isEmpty();
            assertThat(workspace.library().stateProperty().get()).isEqualTo(State.FAILED);
            assertThat(workspace.library().problemProperty().get()).contains(file.toString(), "KANWORKBENCH_HOME");
        }
    }
}
