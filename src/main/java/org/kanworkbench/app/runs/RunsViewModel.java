package org.kanworkbench.app.runs;

import java.util.List;
import java.util.concurrent.Executor;
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
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.Problem;
import org.kanworkbench.app.RunLibrary;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.runs.store.RunKind;
import org.kanworkbench.runs.store.RunPage;
import org.kanworkbench.runs.store.RunQuery;
import org.kanworkbench.runs.store.RunQuery.Sort;
import org.kanworkbench.runs.store.RunState;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreException;
import org.kanworkbench.runs.store.StoredRun;

/**
 * The list of runs: what is asked for, the pages of it that are there, which of them are selected and which were deleted
 * last. The store answers in the background; all else happens on the interface thread.
 */
final class RunsViewModel {

    private static final String UNREAD = "The runs could not be read";

    private final RunLibrary library;
    private final BackgroundWork background;
    private final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    private final ObservableList<StoredRun> rows = FXCollections.observableArrayList();
    private final ObservableList<StoredRun> selected = FXCollections.observableArrayList();
    private final ObservableList<StoredRun> deleted = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<RunQuery> query = new ReadOnlyObjectWrapper<>(RunQuery.NEWEST);
    private final ReadOnlyIntegerWrapper total = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper all = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper read = new ReadOnlyBooleanWrapper();
    private boolean loading;
    private boolean stale;
    /** Of what was asked for last: an older answer that comes later is passed over. */
    private int turn;

    /** @param ui runs what it is given on the interface thread */
    RunsViewModel(Workspace workspace, Executor ui) {
        library = workspace.library();
        background = new BackgroundWork(workspace.background(), ui, p -> {
            if (p != null) {
                problem.set(p);
            }
        });
        library.storeProperty().subscribe(this::reload);
        library.revisionProperty().addListener(_ -> refresh());
    }

    /** Runs whose preset, data, state, tags or notes hold all these words. */
    void search(String words) {
        ask(query.get().withText(words.strip()));
    }

    /** @param kinds none for all */
    void showKinds(List<RunKind> kinds) {
        ask(query.get().withKinds(kinds));
    }

    /** @param key empty for all configurations */
    void showConfiguration(String key) {
        ask(query.get().ofConfiguration(key));
    }

    void sort(Sort by, boolean descending) {
        ask(query.get().withSort(by, descending));
    }

    private void ask(RunQuery wanted) {
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
                    int kept = next.narrow() ? store.count(RunQuery.NEWEST) : page.total();
                    return () -> {
                        if (mine == turn) {
                            all.set(kept);
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

    /** Deletes the selected runs, which {@link #undelete()} brings back; those that go on stay. */
    void delete() {
        List<StoredRun> gone = selected.stream().filter(RunsViewModel::over).toList();
        if (!gone.isEmpty()) {
            change("The runs could not be deleted", store -> store.delete(ids(gone)), () -> deleted.setAll(gone));
        }
    }

    /** Whether a run may be deleted. */
    static boolean over(StoredRun run) {
        return run.state() != RunState.RUNNING;
    }

    /** Brings back what was deleted last. */
    void undelete() {
        List<Long> back = ids(deleted);
        change("The runs could not be brought back", store -> store.restore(back), deleted::clear);
    }

    /** Leaves the deleted ones deleted. */
    void forgetDeleted() {
        deleted.clear();
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
        background.run(failure, () -> {
            change.on(store);
            return () -> {
                after.run();
                library.changed();
            };
        });
    }

    private static List<Long> ids(List<StoredRun> runs) {
        return runs.stream().map(StoredRun::id).toList();
    }

    /** The runs that are read so far, in the order that is asked for. */
    ObservableList<StoredRun> rows() {
        return rows;
    }

    /** Which of the rows are selected. */
    ObservableList<StoredRun> selected() {
        return selected;
    }

    /** What was deleted last and can be brought back. */
    ObservableList<StoredRun> deleted() {
        return deleted;
    }

    ReadOnlyObjectProperty<RunQuery> queryProperty() {
        return query.getReadOnlyProperty();
    }

    /** How many runs are kept, whatever is asked for. */
    ReadOnlyIntegerProperty allProperty() {
        return all.getReadOnlyProperty();
    }

    /** How many runs there are of what is asked for. */
    ReadOnlyIntegerProperty totalProperty() {
        return total.getReadOnlyProperty();
    }

    /** Whether the store has answered at all. */
    ReadOnlyBooleanProperty readProperty() {
        return read.getReadOnlyProperty();
    }

    RunLibrary library() {
        return library;
    }

    BackgroundWork background() {
        return background;
    }

    /** What went wrong last; null when there is nothing, or it was dismissed. */
    ObjectProperty<Problem> problemProperty() {
        return problem;
    }
}
