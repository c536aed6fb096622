package org.kanworkbench.app.session;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;

/**
 * Trainings and searches that wait, and begin one after the other while the queue goes and nothing else trains. The store
 * keeps it: what was begun when the program ended is still the first of it. Use on the interface thread only.
 */
public final class WorkQueue {

    /** Is told what comes of a start, on the interface thread. */
    public interface Turn {
        /** Whether the work is still to begin, which it is not once the queue was paused. */
        boolean wanted();

        /** @param run its number in the store; 0 for none */
        void began(long run);

        /** @param why in one line */
        void refused(String why);
    }

    /** Starts one kind of work; where it has begun before, it is resumed. */
    public interface Starter {
        void start(Queued work, Turn turn);
    }

    private record Server(ObservableValue<Boolean> busy, Starter starter) {}

    private final RunLibrary library;
    private final Map<RunKind, Server> servers = new EnumMap<>(RunKind.class);
    /** What has begun is the first. */
    private final ObservableList<Queued> works = FXCollections.observableArrayList();

    private final ObservableList<Queued> readOnly = FXCollections.unmodifiableObservableList(works);
    /** Why works could not be started, by their names. */
    private final Map<String, String> problems = new HashMap<>();

    private final ReadOnlyBooleanWrapper going = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Queued> current = new ReadOnlyObjectWrapper<>();
    private boolean begun;
    /** Starts so far, one that was given up included. */
    private int turns;

    private boolean held;
    /** By a person, until a person starts it again. */
    private boolean paused;
    /** Whether what the store has is there: one that was repaired has it as it was before. */
    private boolean recalled;

    WorkQueue(RunLibrary library) {
        this.library = library;
        library.storeProperty().addListener(_ -> recall());
    }

    private void recall() {
        if (!recalled && library.storeProperty().get() != null) {
            recalled = true;
            works.addAll(current.get() == null ? 0 : 1, library.queued());
        }
        keep();
    }

    /** Before the store is open it is not known what else waits. */
    private void keep() {
        if (library.storeProperty().get() != null) {
            library.keepQueue(works);
        }
    }

    /** @param busy whether work of that kind runs, begun here or by hand */
    public void serve(RunKind kind, ObservableValue<Boolean> busy, Starter starter) {
        servers.put(kind, new Server(busy, starter));
        // Later, because whoever hears of the end with us is not done with what ends.
        busy.addListener((_, _, now) -> {
            if (!now) {
                library.later(() -> freed(kind));
            }
        });
    }

    private boolean busy() {
        return servers.values().stream().anyMatch(server -> server.busy().getValue());
    }

    private void freed(RunKind kind) {
        // Work of another kind may go on.
        if (begun && current.get().kind() == kind && !servers.get(kind).busy().getValue()) {
            Queued ended = current.get();
            current.set(null);
            begun = false;
            if (!held) {
                works.remove(place(ended.name()));
                keep();
            }
        }
        if (busy()) {
            return;
        }
        held = false;
        next();
    }

    private void next() {
        if (!going.get() || current.get() != null || busy()) {
            return;
        }
        Optional<Queued> first = works.stream()
                .filter(work -> !problems.containsKey(work.name()))
                .findFirst();
        if (first.isEmpty()) {
            going.set(false);
            return;
        }
        Queued work = first.get();
        works.remove(work);
        works.addFirst(work);
        current.set(work);
        int mine = ++turns;
        servers.get(work.kind()).starter().start(work, new Turn() {
            @Override
            public boolean wanted() {
                return mine == turns;
            }

            @Override
            public void began(long run) {
                begun = true;
                current.set(work.begun(run));
                // Who paused the queue while it was prepared may have moved it, or taken it away.
                works.removeIf(any -> any.name().equals(work.name()));
                works.addFirst(current.get());
                keep();
            }

            @Override
            public void refused(String why) {
                if (!wanted()) {
                    return;
                }
                current.set(null);
                // Who began another one meanwhile is waited for.
                if (!busy()) {
                    problems.put(work.name(), why);
                }
                works.set(place(work.name()), work);
                next();
            }
        });
    }

    private int place(String name) {
        for (int place = 0; place < works.size(); place++) {
            if (works.get(place).name().equals(name)) {
                return place;
            }
        }
        return -1;
    }

    /** Adds works at the end; while something trains they begin by themselves after it, unless the queue was paused. */
    public void add(List<Queued> more) {
        works.addAll(more);
        keep();
        going.set(going.get() || busy() && !paused);
    }

    /** Puts a work back that was removed. */
    public void restore(Queued work, int place) {
        works.add(Math.clamp(place, current.get() == null ? 0 : 1, works.size()), work);
        keep();
        next();
    }

    /** Takes a work away that has not begun; returns its place. */
    public int remove(Queued work) {
        int place = place(work.name());
        works.remove(place);
        problems.remove(work.name());
        keep();
        return place;
    }

    /** Moves a work that has not begun by some places, as far as there are any. */
    public void move(Queued work, int by) {
        int from = place(work.name());
        int to = Math.clamp(from + by, current.get() == null ? 0 : 1, works.size() - 1);
        List<Queued> order = new ArrayList<>(works);
        order.add(to, order.remove(from));
        // As one change: whoever has selected it does not lose it.
        works.setAll(order);
        keep();
    }

    /** Begins with the first as soon as nothing trains; what could not be started is tried again. */
    public void resume() {
        held = false;
        paused = false;
        problems.clear();
        going.set(true);
        next();
    }

    /** Begins with no more; what runs goes on. */
    public void pause() {
        paused = true;
        going.set(false);
        giveUp();
    }

    /** What is about to begin waits again. */
    private void giveUp() {
        if (current.get() != null && !begun) {
            turns++;
            current.set(null);
        }
    }

    /** Before the window closes: what runs will be stopped, and stays in the queue to be resumed. */
    public void hold() {
        held = true;
        going.set(false);
        giveUp();
    }

    /** The window stays open after all. */
    public void release() {
        // What is being stopped stays in the queue as was said.
        held = held && begun;
    }

    /** In order; what has begun is the first. */
    public ObservableList<Queued> works() {
        return readOnly;
    }

    /** What has begun, or is about to; null for none. */
    public ReadOnlyObjectProperty<Queued> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** Whether the next begins by itself. */
    public ReadOnlyBooleanProperty goingProperty() {
        return going.getReadOnlyProperty();
    }

    /** Why a work could not be started; empty if it was not tried. */
    public String problem(Queued work) {
        return problems.getOrDefault(work.name(), "");
    }
}
