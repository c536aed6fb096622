package org.kanworkbench.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.store.NewRun;
import org.kanworkbench.runs.store.Recording;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreException;
import org.kanworkbench.runs.store.WorkRecorder;
import org.kanworkbench.training.Configuration;

/**
 * The run store as all panes have it: opened off the interface thread, and closed after the last training has been written.
 * Where it cannot be opened, trainings go on all the same and are not kept.
 */
public final class RunLibrary implements AutoCloseable {

    /** What the store is good for. */
    public enum State {
        /** Nobody has asked for it. */
        CLOSED,
        OPENING,
        OPEN,
        /** Another window or process writes, or nothing can be written. */
        READ_ONLY,
        FAILED
    }

    private final Executor background;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.CLOSED);
    private final ReadOnlyObjectWrapper<RunStore> store = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final Set<KeptEvents> going = ConcurrentHashMap.newKeySet();
    private volatile CompletableFuture<Optional<RunStore>> opened = CompletableFuture.completedFuture(Optional.empty());
    private volatile Executor ui = Runnable::run;

    RunLibrary(Executor background) {
        this.background = background;
    }

    /**
     * Begins to open the store, and returns at once. Call on the interface thread.
     *
     * @param interfaceThread runs what it is given on the interface thread
     */
    public void open(Path folder, Executor interfaceThread) {
        ui = interfaceThread;
        state.set(State.OPENING);
        opened = CompletableFuture.supplyAsync(() -> read(folder), background);
    }

    private Optional<RunStore> read(Path folder) {
        try {
            RunStore made = RunStore.open(folder);
            ui.execute(() -> {
                store.set(made);
                problem.set(made.refusal());
                state.set(made.readOnly() ? State.READ_ONLY : State.OPEN);
            });
            return Optional.of(made);
        } catch (StoreException e) {
            ui.execute(() -> {
                problem.set(e.getMessage());
                state.set(State.FAILED);
            });
            return Optional.empty();
        }
    }

    /** Changes on the interface thread only, as all that this class tells. */
    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Whether the store was asked for and is open by now, or is known not to open. */
    public boolean settled() {
        return state.get() != State.CLOSED && state.get() != State.OPENING;
    }

    /** The store, null unless it is open or open for reading. */
    public ReadOnlyObjectProperty<RunStore> storeProperty() {
        return store.getReadOnlyProperty();
    }

    /** Why a run is not kept, in one line; empty when nothing has gone wrong. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Grows when runs have come, gone on or ended. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** The number of a run that is about to start; empty where it will not be kept. Call on the interface thread. */
    public OptionalLong reserve() {
        RunStore open = store.get();
        return open == null || open.readOnly() ? OptionalLong.empty() : OptionalLong.of(open.reserve());
    }

    /**
     * A listener that keeps a training which is about to start.
     *
     * @param number see {@link #reserve()}; empty for one that is found when the store is open
     */
    public KeptEvents keep(OptionalLong number, Configuration configuration, Dataset dataset) {
        return new KeptEvents(
                this,
                (recording, failed) -> Optional.of(
                        number.isEmpty()
                                ? recording.begin(configuration, dataset, failed)
                                : recording.begin(number.getAsLong(), configuration, dataset, failed)));
    }

    /** A listener that goes on keeping a run which is about to go on. */
    public KeptEvents keepOn(KeptTraining kept) {
        return new KeptEvents(
                this,
                (recording, failed) -> Optional.of(
                        recording.resume(kept.run(), kept.checkpoint(), kept.configuration(), kept.dataset(), failed)));
    }

    /** Enters work that is no training, in the background. */
    public KeptWork keep(NewRun work) {
        return new KeptWork(this, background, recorder -> recorder.begin(work));
    }

    /** The same for work that goes on with what the store may have; {@link WorkRecorder#takeUp}. */
    public KeptWork keepOn(NewRun work, int done) {
        return new KeptWork(this, background, recorder -> recorder.takeUp(work, done));
    }

    /** Waits for a store that is being opened; empty where there is none to write to. Not for the interface thread. */
    Optional<WorkRecorder> workRecorder() {
        return opened.join().filter(s -> !s.readOnly()).map(WorkRecorder::new);
    }

    /** Waits for a store that is being opened; empty where there is none to write to. Not for the interface thread. */
    Optional<Recording> recording() {
        return opened.join().filter(s -> !s.readOnly()).map(Recording::new);
    }

    /** Gives a run another title, in the background. Call on the interface thread. */
    public void rename(long run, String title) {
        background.execute(() -> opened.join().filter(s -> !s.readOnly()).ifPresent(s -> {
            try {
                s.rename(run, title);
                changed();
            } catch (StoreException e) {
                failed(e);
            }
        }));
    }

    void begun(KeptEvents events) {
        going.add(events);
        changed();
    }

    void ended(KeptEvents events) {
        background.execute(() -> {
            events.close();
            going.remove(events);
            changed();
        });
    }

    /** May be called from any thread. */
    void failed(StoreException e) {
        ui.execute(() -> problem.set(e.getMessage()));
    }

    /** Tells that the store's content has changed; may be called from any thread, and often. */
    public void changed() {
        if (!telling.getAndSet(true)) {
            ui.execute(() -> {
                telling.set(false);
                revision.set(revision.get() + 1);
            });
        }
    }

    /** Waits until what was told is written. A training that goes on all the same counts as interrupted. */
    @Override
    public void close() {
        going.forEach(KeptEvents::close);
        opened.join().ifPresent(RunStore::close);
    }
}
