package org.kanworkbench.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
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
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.data.Counted;
import org.kanworkbench.runs.DamagedException;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreCheck;

/**
 * The experiment store as all panes have it: opened off the interface thread, and closed after the last training has been
 * written. If it cannot be opened, training continues without being recorded.
 */
public final class RunLibrary implements AutoCloseable {

    /** The state of the store. */
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
            "The experiment store is damaged. Repair saves what can be read, and keeps the damaged file.";

    private final Executor background;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.CLOSED);
    private final ReadOnlyObjectWrapper<RunStore> store = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final ReadOnlyObjectWrapper<List<StoredRun>> interrupted = new ReadOnlyObjectWrapper<>(List.of());
    private List<Queued> queued = List.of();
    private CompletableFuture<Void> queueKept = CompletableFuture.completedFuture(null);
    private final ReadOnlyStringWrapper damage = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper repairing = new ReadOnlyBooleanWrapper();
    private volatile CompletableFuture<Optional<RunStore>> opened = CompletableFuture.completedFuture(Optional.empty());
    private volatile CompletableFuture<Void> looked = CompletableFuture.completedFuture(null);
    private volatile Executor ui = Runnable::run;
    private volatile Path folder;

    /** What is being recorded in this store. */
    public final Records records;

    RunLibrary(Executor background) {
        this.background = background;
        records = new Records(this::writable, background, new Records.Listener() {
            @Override
            public void failed(StoreException e) {
                RunLibrary.this.failed(e);
            }

            @Override
            public void changed() {
                RunLibrary.this.changed();
            }
        });
    }

    /**
     * Starts opening the store, and returns at once. Call on the interface thread.
     *
     * @param interfaceThread runs actions on the interface thread
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
            // What waits in another window is that one's.
            List<Queued> waiting = made.readOnly() ? List.of() : made.queued();
            ui.execute(() -> {
                queued = waiting;
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
        if (records.busy()) {
            throw new IllegalArgumentException("a run is being written to the store: repair it when the run has ended");
        }
        CompletableFuture<Optional<RunStore>> before = opened;
        store.set(null);
        damage.set("");
        problem.set("");
        repairing.set(true);
        state.set(State.OPENING);
        opened = CompletableFuture.supplyAsync(
                () -> {
                    before.join().ifPresent(this::close);
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
            return "Run store repaired: " + Counted.of(report.runs(), "run") + " can be read."
                    + (lost == 0 ? "" : " Not recovered: " + Counted.of(lost, "file") + ".");
        } catch (IOException | RuntimeException e) {
            // Whatever a damaged store holds: what is there is opened again.
            return "The experiment store could not be repaired: " + e.getMessage();
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

    /** Does it at once, or when the store that is being opened is open or cannot be. Call on the interface thread. */
    public void whenOpened(Runnable action) {
        if (state.get() != State.OPENING) {
            action.run();
            return;
        }
        state.addListener(new ChangeListener<>() {
            @Override
            public void changed(ObservableValue<? extends State> from, State before, State now) {
                state.removeListener(this);
                action.run();
            }
        });
    }

    /** The store, null unless it is open or open for reading. */
    public ReadOnlyObjectProperty<RunStore> storeProperty() {
        return store.getReadOnlyProperty();
    }

    /** A one-line reason why a run is not recorded; empty without a problem. */
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

    /** What waited when the store was opened; set with the store. */
    List<Queued> queued() {
        return queued;
    }

    /** Keeps what waits, in the background. Call on the interface thread. */
    void keepQueue(List<Queued> works) {
        List<Queued> now = List.copyOf(works);
        queueKept = queueKept
                .exceptionally(_ -> null)
                .thenRunAsync(
                        () -> writable().ifPresent(s -> {
                            try {
                                s.queue(now);
                            } catch (StoreException e) {
                                failed(e);
                            }
                        }),
                        background);
    }

    /** Does something on the interface thread, later. */
    void later(Runnable action) {
        ui.execute(action);
    }

    /** Whether {@link #repair} is at work. */
    public ReadOnlyBooleanProperty repairingProperty() {
        return repairing.getReadOnlyProperty();
    }

    /** Incremented when runs are added, updated or ended. */
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** The number of a run that is about to start; empty where it will not be kept. Call on the interface thread. */
    public OptionalLong reserve() {
        RunStore open = store.get();
        return open == null || open.readOnly() ? OptionalLong.empty() : OptionalLong.of(open.reserve());
    }

    /** Waits for a store that is being opened; empty where there is none to write to. Not for the interface thread. */
    Optional<RunStore> writable() {
        return opened.join().filter(s -> !s.readOnly());
    }

    /** Gives a run another title, in the background. Call on the interface thread. */
    public void rename(long run, String title) {
        background.execute(() -> opened.join().ifPresent(s -> {
            try {
                if (s.readOnly()) {
                    throw new StoreException(s.refusal());
                }
                s.rename(run, title);
                changed();
            } catch (StoreException e) {
                failed(e);
            }
        }));
    }

    /** May be called from any thread. */
    private void failed(StoreException e) {
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

    @Override
    public void close() {
        records.finish();
        queueKept.exceptionally(_ -> null).join();
        opened.join().ifPresent(this::close);
    }

    /** Nobody reads the files any more when this returns: closing ends the look for damage. */
    private void close(RunStore open) {
        open.close();
        looked.join();
    }
}
