package org.kanworkbench.app.activations.film;

import java.util.List;
import java.util.OptionalLong;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.store.RunStore;

/**
 * Brings the snapshots of the run that is looked at back from the store: a session has memory for those of a few runs. Use on
 * the interface thread only.
 */
public final class StoredSnapshots {

    private record Request(OpenModel model, long run, RunStore store) {}

    private record Brought(OpenModel model, List<Snapshot> snapshots) {}

    private final RunLibrary library;
    private final NewestFirst<Request, List<Snapshot>> reading;
    private OpenModel wanted;
    /** Whose snapshots were brought back last, and go again when another is looked at; null for none. */
    private Brought brought;

    public StoredSnapshots(RunLibrary library, Threads threads) {
        this.library = library;
        // Without them a model can be looked at as well.
        reading = new NewestFirst<>(threads, StoredSnapshots::read, this::show, _ -> {});
    }

    private static List<Snapshot> read(Request request) throws Exception {
        return new Recording(request.store())
                .snapshots(request.store().run(request.run()).orElseThrow());
    }

    /** @param model null for none */
    public void lookAt(OpenModel model) {
        if (brought != null && brought.model() != model) {
            if (brought.model().snapshotsProperty().get().equals(brought.snapshots())) {
                brought.model().remember(List.of());
            }
            brought = null;
        }
        wanted = model;
        RunStore store = library.storeProperty().get();
        OptionalLong run = model == null ? OptionalLong.empty() : model.run();
        if (run.isPresent() && store != null && isForgotten(model)) {
            reading.submit(new Request(model, run.getAsLong(), store));
        }
    }

    /** Of a model that was closed. */
    public void forget(OpenModel model) {
        wanted = wanted == model ? null : wanted;
        brought = brought != null && brought.model() == model ? null : brought;
    }

    private static boolean isForgotten(OpenModel model) {
        return model.modelProperty().get() != null
                && model.liveUpdatesProperty().get() == null
                && model.snapshotsProperty().get().isEmpty();
    }

    private void show(Request request, List<Snapshot> snapshots) {
        if (request.model() == wanted && isForgotten(wanted) && !snapshots.isEmpty()) {
            brought = new Brought(wanted, snapshots);
            wanted.remember(snapshots);
        }
    }
}
