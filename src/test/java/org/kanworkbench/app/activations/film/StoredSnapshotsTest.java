package org.kanworkbench.app.activations.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.runs.KeptToyRuns;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Target;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;

class StoredSnapshotsTest {

    @TempDir
    private Path folder;

    private List<Snapshot> stored;

    @BeforeEach
    void train() throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 7);
        try (RunStore store = RunStore.open(folder)) {
            stored = new Recording(store).snapshots(store.run(1).orElseThrow());
        }
        assertThat(stored).hasSizeGreaterThan(1);
    }

    private OpenModel model(long run) {
        OpenModel model = new OpenModel(
                "kal-net",
                OptionalLong.of(run),
                0,
                new Target.Classes(List.of("a", "b")),
                Optional.empty(),
                Optional.empty());
        model.update(stored.getLast().model());
        return model;
    }

    @Test
    void snapshots_that_the_session_forgot_are_there_while_their_run_is_looked_at() throws Exception {
        Workspace workspace = new Workspace();
        BlockingQueue<Runnable> onInterface = new LinkedBlockingQueue<>();
        try (RunLibrary library = workspace.library) {
            library.open(folder, onInterface::add);
            while (library.storeProperty().get() == null) {
                onInterface.take().run();
            }
            StoredSnapshots snapshots = new StoredSnapshots(library, new Threads(Runnable::run, Runnable::run));
            OpenModel forgotten = model(1);
            OpenModel remembered = model(1);
            remembered.remember(stored.subList(0, 1));

            snapshots.lookAt(forgotten);
            assertThat(forgotten.snapshotsProperty().get())
                    .extracting(Snapshot::step)
                    .isEqualTo(stored.stream().map(Snapshot::step).toList());
            snapshots.lookAt(remembered);
            assertThat(forgotten.snapshotsProperty().get()).isEmpty();
            assertThat(remembered.snapshotsProperty().get()).isEqualTo(stored.subList(0, 1));
            snapshots.lookAt(null);
            assertThat(remembered.snapshotsProperty().get()).hasSize(1);

            OpenModel going = model(1);
            going.offer((_, _, _) -> {});
            snapshots.lookAt(going);
            assertThat(going.snapshotsProperty().get())
                    .as("it comes to its own")
                    .isEmpty();
        }
    }
}
