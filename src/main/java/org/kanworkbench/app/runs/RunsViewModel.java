package org.kanworkbench.app.runs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Counted;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunPage;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/**
 * The list of runs: the query, its loaded pages, and the selection. The store is queried in the background; use on the
 * interface thread only.
 */
final class RunsViewModel {

    private static final String UNREAD = "The runs could not be read";

    /** As many runs as have a colour of their own are drawn over each other. */
    static final int MOST = Palette.SERIES;

    final Workspace workspace;
    final RunLibrary library;
    private final Deque<Deletion> deletions = new ArrayDeque<>();
    final BackgroundWork background;
    /** What went wrong last; null when there is nothing, or it was dismissed. */
    final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    /** The runs that are read so far, in the order that is asked for. */
    final ObservableList<StoredRun> rows = FXCollections.observableArrayList();
    /** Which of the rows are selected. */
    final ObservableList<StoredRun> selected = FXCollections.observableArrayList();

    private Map<Long, RunInk> inks = Map.of();
    private Notice damage;
    private final ReadOnlyObjectWrapper<RunQuery> query =
            new ReadOnlyObjectWrapper<>(RunQuery.NEWEST.withTrials(false));
    private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper all = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper trials = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper read = new ReadOnlyBooleanWrapper();
    private boolean loading;
    private boolean stale;
    /** The number of the last query: late results of older ones are dropped. */
    private int turn;

    RunsViewModel(Workspace workspace, Threads threads) {
        this.workspace = workspace;
        library = workspace.library;
        selected.subscribe(this::showColours);
        workspace.models().subscribe(this::showColours);
        background = new BackgroundWork(threads, p -> {
            if (p != null) {
                problem.set(p);
            }
        });
        // The window makes panes late: the store may be open by now.
        library.storeProperty().subscribe(this::opened);
        library.revisionProperty().addListener(_ -> refresh());
        library.damageProperty().subscribe(this::announce);
    }

    /** @param store null while it is closed */
    private void opened(RunStore store) {
        // A store that is opened anew has removed what was deleted.
        deletions.forEach(deletion -> workspace.notices.remove(deletion.notice()));
        deletions.clear();
        if (store == null) {
            turn++;
            loading = false;
            rows.clear();
            total.set(0);
            all.set(0);
            trials.set(0);
            read.set(false);
        } else {
            reload();
        }
    }

    private void announce(String damaged) {
        workspace.notices.remove(damage);
        if (!damaged.isEmpty()) {
            damage = Notice.asking(damaged, new Notice.Action("Repair", this::repair));
            workspace.notices.add(damage);
        }
    }

    /** Saves what can be read of a damaged store. */
    void repair() {
        try {
            library.repair(workspace::tell);
        } catch (IllegalArgumentException e) {
            problem.set(new Problem("The experiment store cannot be repaired now", e.getMessage()));
        }
    }

    /** Asks for other runs than those that are listed, or in another order. */
    void ask(UnaryOperator<RunQuery> change) {
        RunQuery wanted = change.apply(query.get());
        if (!wanted.equals(query.get())) {
            query.set(wanted);
            load(wanted);
        }
    }

    /** Reads the first page again, as large as what is there now. */
    private void reload() {
        load(query.get().page(0, Math.max(RunQuery.PAGE, rows.size())));
    }

    /** As often as runs change, one reading at a time. */
    private void refresh() {
        if (loading) {
            stale = true;
        } else {
            reload();
        }
    }

    /** Reads the next page, if there is one that is not being read. */
    void more() {
        if (!loading && rows.size() < total.get()) {
            load(query.get().page(rows.size(), RunQuery.PAGE));
        }
    }

    private void load(RunQuery next) {
        RunStore store = library.storeProperty().get();
        if (store == null) {
            return;
        }
        loading = true;
        int mine = ++turn;
        background.run(
                UNREAD,
                () -> {
                    RunPage page = store.page(next);
                    int kept = store.count(RunQuery.NEWEST);
                    int ofSearches = kept - store.count(RunQuery.NEWEST.withTrials(false));
                    return () -> {
                        if (mine == turn) {
                            all.set(kept);
                            trials.set(ofSearches);
                            show(next.offset(), page);
                        }
                    };
                },
                () -> loading = mine != turn && loading);
    }

    private void show(int offset, RunPage page) {
        List<StoredRun> runs = page.runs();
        total.set(page.total());
        if (offset > 0) {
            rows.addAll(runs);
        } else if (!rows.equals(runs)) {
            rows.setAll(runs);
        }
        read.set(true);
        if (stale) {
            stale = false;
            reload();
        }
    }

    /** Runs that were deleted together, and the notice that tells of it. */
    private record Deletion(List<Long> runs, Notice notice) {}

    /** Deletes the selected runs, except running ones; a notice offers to restore them. */
    void delete() {
        List<StoredRun> over = selected.stream().filter(RunsViewModel::over).toList();
        List<Long> gone = over.stream().map(StoredRun::id).toList();
        if (!gone.isEmpty()) {
            String what = gone.size() == 1 ? over.getFirst().shownName() : Counted.of(gone.size(), "run");
            change("The runs could not be deleted", store -> store.delete(gone), () -> {
                Deletion deletion = new Deletion(
                        gone,
                        Notice.asking(
                                what + " deleted. Undo until you close the window.",
                                new Notice.Action("Undo", () -> undelete(gone))));
                deletions.addLast(deletion);
                workspace.notices.add(deletion.notice());
            });
        }
    }

    /** Brings back what was deleted last; nothing if nothing was. */
    void undoDelete() {
        if (!deletions.isEmpty()) {
            undelete(deletions.getLast().runs());
        }
    }

    /** Whether a run may be deleted. */
    static boolean over(StoredRun run) {
        return run.state() != RunState.RUNNING;
    }

    private void undelete(List<Long> gone) {
        deletions.stream()
                .filter(deletion -> deletion.runs() == gone)
                .findFirst()
                .ifPresent(deletion -> {
                    deletions.remove(deletion);
                    workspace.notices.remove(deletion.notice());
                });
        change("The runs could not be brought back", store -> store.restore(gone), () -> {});
    }

    /** Renames a run in all panes; an empty title shows its preset. */
    void rename(StoredRun run, String name) {
        String title = name.strip().equals(run.description().preset()) ? "" : name.strip();
        if (!title.equals(run.title())) {
            String shown = title.isEmpty() ? run.description().preset() : title;
            change(
                    "The name could not be kept",
                    store -> store.rename(run.id(), title),
                    () -> workspace.models().stream()
                            .filter(model -> model.run().equals(OptionalLong.of(run.id())))
                            .forEach(model -> model.rename(shown)));
        }
    }

    void annotate(StoredRun run, String notes, List<String> tags) {
        if (!notes.equals(run.notes()) || !tags.equals(run.tags())) {
            change("The notes could not be kept", store -> store.annotate(run.id(), notes, tags), () -> {});
        }
    }

    /** Changes the store in the background. */
    interface Change {
        void on(RunStore store) throws StoreException;
    }

    private void change(String failure, Change change, Runnable after) {
        RunStore store = library.storeProperty().get();
        if (store == null) {
            return;
        }
        background.run(failure, () -> {
            change.on(store);
            return () -> {
                after.run();
                library.changed();
            };
        });
    }

    /** Keeps the colours of the selected runs, which can be seen. */
    void showColours() {
        inks = RunInk.of(drawn(), workspace.colours);
    }

    /** The selected runs whose curves are drawn: a sweep, for instance, has none, and takes no colour. */
    List<StoredRun> drawn() {
        return selected.stream()
                .filter(run -> run.description().kind() == RunKind.TRAINING)
                .limit(MOST)
                .toList();
    }

    /** How the selected runs that are drawn look, by number. */
    Map<Long, RunInk> inks() {
        return inks;
    }

    /** How a run looks where it is selected or open in other panes. */
    Optional<RunInk> ink(StoredRun run) {
        return Optional.ofNullable(inks.get(run.id()))
                .or(() -> workspace.models().stream()
                        .filter(model -> model.run().equals(OptionalLong.of(run.id())))
                        .map(model -> new RunInk(model.series(), PlotSeries.Line.DENSE))
                        .findFirst());
    }

    ReadOnlyObjectProperty<RunQuery> queryProperty() {
        return query.getReadOnlyProperty();
    }

    /** Total number of stored runs. */
    ReadOnlyIntegerProperty allProperty() {
        return all.getReadOnlyProperty();
    }

    /** Number of stored trials of searches. */
    ReadOnlyIntegerProperty trialsProperty() {
        return trials.getReadOnlyProperty();
    }

    /** Number of runs that match the query. */
    ReadOnlyIntegerProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** Whether the store has returned a result yet. */
    ReadOnlyBooleanProperty readProperty() {
        return read.getReadOnlyProperty();
    }
}
