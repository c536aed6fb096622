package org.kanworkbench.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.DamagedException;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.WorkRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreCheck;
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

    private static final String DAMAGED =
            "The run store is damaged. Repair saves what can be read, and keeps the damaged file.";

    private final Executor background;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.CLOSED);
    private final ReadOnlyObjectWrapper<RunStore> store = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final Set<KeptEvents> going = ConcurrentHashMap.newKeySet();
    private final Set<KeptWork> works = ConcurrentHashMap.newKeySet();
    private final ReadOnlyObjectWrapper<List<StoredRun>> interrupted = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper damage = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper repairing = new ReadOnlyBooleanWrapper();
    private volatile CompletableFuture<Optional<RunStore>> opened = CompletableFuture.completedFuture(Optional.empty());
    private volatile CompletableFuture<Void> looked = CompletableFuture.completedFuture(null);
    private volatile Executor ui = Runnable::run;
    private volatile Path folder;

    RunLibrary(Executor background) {
        this.background = background;
    }

    /**
     * Begins to open the store, and returns at once. Call on the interface thread.
     *
     * @param interfaceThread runs what it is given on the interface thread
     */
    public void open(Path home, Executor interfaceThread) {
        ui = interfaceThread;
        folder = home;
        state.set(State.OPENING);
        opened = CompletableFuture.supplyAsync(() -> read(home), background);
    }

    private Optional<RunStore> read(Path home) {
        try {
            RunStore made = RunStore.open(home);
            ui.execute(() -> {
                interrupted.set(made.interrupted());
                store.set(made);
                problem.set(made.refusal());
                state.set(made.readOnly() ? State.READ_ONLY : State.OPEN);
            });
            if (!made.readOnly()) {
                looked =
                        CompletableFuture.runAsync(() -> look(made), background).exceptionally(_ -> null);
            }
            return Optional.of(made);
        } catch (StoreException e) {
            ui.execute(() -> {
                problem.set(e.getMessage());
                state.set(State.FAILED);
                damage.set(e instanceof DamagedException ? DAMAGED : "");
            });
            return Optional.empty();
        }
    }

    /** Torn pages are found now, not when somebody needs what was on them. */
    private void look(RunStore opened) {
        try {
            if (opened.damage().isPresent()) {
                ui.execute(() -> damage.set(DAMAGED));
            }
        } catch (StoreException e) {
            failed(e);
        }
    }

    /**
     * Saves what can be read of a damaged store into a new one, in the background; meanwhile the store is being opened. Call on
     * the interface thread.
     *
     * @param told gets one or two sentences of what came of it, on the interface thread
     * @throws IllegalArgumentException of one line while something is being kept
     */
    public void repair(Consumer<String> told) {
        if (!going.isEmpty() || !works.isEmpty()) {
            throw new IllegalArgumentException("a run is being written to the store: repair it when the run has ended");
        }
        Optional<RunStore> before = opened.getNow(Optional.empty());
        store.set(null);
        damage.set("");
        problem.set("");
        repairing.set(true);
        state.set(State.OPENING);
        opened = CompletableFuture.supplyAsync(
                () -> {
                    before.ifPresent(this::close);
                    String result = repaired();
                    Optional<RunStore> again = read(folder);
                    ui.execute(() -> {
                        repairing.set(false);
                        told.accept(result);
                        changed();
                    });
                    return again;
                },
                background);
    }

    private String repaired() {
        try {
            StoreCheck.Report report = StoreCheck.run(folder);
            long lost = report.findings().stream().filter(f -> !f.repaired()).count();
            return "Run store repaired: %,d %s can be read."
                            .formatted(report.runs(), report.runs() == 1 ? "run" : "runs")
                    + (lost == 0 ? "" : " Not recovered: %,d %s.".formatted(lost, lost == 1 ? "file" : "files"));
        } catch (IOException | RuntimeException e) {
            // Whatever a damaged store holds: what is there is opened again.
            return "The run store could not be repaired: " + e.getMessage();
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

    /** Runs that the last process left running, as this opening found them; set with the store. */
    public ReadOnlyObjectProperty<List<StoredRun>> interruptedProperty() {
        return interrupted.getReadOnlyProperty();
    }

    /** That the store is damaged, in a line or two; empty where nothing is known to be. {@link #repair} mends it. */
    public ReadOnlyStringProperty damageProperty() {
        return damage.getReadOnlyProperty();
    }

    /** Whether {@link #repair} is at work. */
    public ReadOnlyBooleanProperty repairingProperty() {
        return repairing.getReadOnlyProperty();
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
    public KeptWork keep(RunDescription work) {
        return new KeptWork(this, background, recorder -> recorder.begin(work));
    }

    /** The same for work that goes on with what the store may have; {@link WorkRecorder#takeUp}. */
    public KeptWork keepOn(RunDescription work, int done) {
        return new KeptWork(this, background, recorder -> recorder.takeUp(work, done));
    }

    void begun(KeptWork work) {
        works.add(work);
    }

    void ended(KeptWork work) {
        works.remove(work);
        changed();
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

    /** Waits until what was told of runs is written. What goes on all the same counts as interrupted. */
    void finish() {
        going.forEach(KeptEvents::close);
        works.forEach(KeptWork::close);
    }

    @Override
    public void close() {
        finish();
        opened.join().ifPresent(this::close);
    }

    /** Nobody reads the files any more when this returns: closing ends the look for damage. */
    private void close(RunStore open) {
        open.close();
        looked.join();
    }
}
