package org.kanworkbench.app.train.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.NumericColumns;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.training.Configuration;

/** Reads the chosen data set in the background. The last request wins. */
public final class DataLoading {

    private static final String UNOPENED = "The data set could not be opened";

    private final ConfigurationEditor editor;
    private final BooleanSupplier locked;
    private final BackgroundWork background;
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<DataSource.CsvFile> refused = new ReadOnlyObjectWrapper<>();
    private final Consumer<Problem> problems;
    private int wanted;
    /** What is opened first, and what where it cannot be; null before they are known. */
    private DataSource first;

    private DataSource usual;

    private boolean making;
    /** What waits for the points that are being made. */
    private Runnable after = () -> {};

    /**
     * @param locked whether the data are those of a run, which nobody changes
     * @param problems gets what went wrong, null when something went well
     */
    public DataLoading(
            ConfigurationEditor editor, BooleanSupplier locked, Threads threads, Consumer<Problem> problems) {
        this.editor = editor;
        this.locked = locked;
        this.problems = problems;
        this.background = new BackgroundWork(threads, problems);
    }

    /** The present data set stays until the new one is there. */
    public void open(DataSource source) {
        open(source instanceof DataSource.CsvFile table ? table.file() : null, () -> source);
    }

    /** The same of what is in a file or folder, which is found out in the background: it may be far away. */
    public void open(Path file, Supplier<DataSource> found) {
        if (locked.getAsBoolean()) {
            // A menu or a dialog was open already when the run began.
            problems.accept(new Problem(
                    UNOPENED, "a run is training: press Set up next, or stop it or wait, then open the data set"));
            return;
        }
        DataSource.CsvFile before = refused.get();
        if (before == null || !before.file().equals(file)) {
            // Other columns of the same table stay in view while they are tried.
            refused.set(null);
        }
        int turn = begin(true, false);
        AtomicReference<DataSource.CsvFile> tried = new AtomicReference<>();
        background.run(
                () -> {
                    DataSource chosen = found.get();
                    if (chosen instanceof DataSource.CsvFile table) {
                        tried.set(hasColumns(table.file()) ? table : null);
                        DataSource.CsvFile known = table.withoutKeys();
                        tried.updateAndGet(any -> any == null ? null : known);
                        chosen = known;
                    }
                    DataSource opened = chosen;
                    Dataset loaded = opened.load();
                    return () -> opened(opened, loaded, turn, null, null);
                },
                why -> {
                    ended(turn);
                    if (turn == wanted) {
                        problems.accept(new Problem(UNOPENED, why));
                        refused.set(tried.get());
                        if (editor.datasetProperty().get() != null) {
                            refit();
                        } else if (first != null) {
                            // Whoever begins with data that cannot be read has those of last time all the same.
                            openFirst(new Problem(UNOPENED, why), tried.get(), Runnable::run);
                        }
                    }
                });
    }

    /** Whether others could be chosen. */
    private static boolean hasColumns(Path file) {
        try {
            return Files.isRegularFile(file) && NumericColumns.header(file).size() > 1;
        } catch (DataException _) {
            return false;
        }
    }

    private void ended(int turn) {
        loading.set(turn != wanted && loading.get());
    }

    /** Nobody is told any more why a table could not be opened, so nothing is offered for it. */
    void forgetRefused() {
        refused.set(null);
    }

    /**
     * Opens the first data set.
     *
     * @param otherwise what is opened if the first cannot be, which is told
     * @param time does what it is given when it is time to begin
     */
    public void open(DataSource source, DataSource otherwise, Executor time) {
        first = source;
        usual = otherwise;
        openFirst(null, null, time);
    }

    /**
     * Opens what is opened first, or else the usual.
     *
     * @param told what could not be opened before, which is told in the end; null for nothing
     * @param table that was refused then, whose columns stay in view; null for none
     */
    private void openFirst(Problem told, DataSource.CsvFile table, Executor time) {
        int turn = begin(true, false);
        time.execute(() -> background.run(
                () -> {
                    try {
                        Dataset loaded = first.load();
                        return () -> opened(first, loaded, turn, told, table);
                    } catch (DataException e) {
                        Dataset loaded = usual.load();
                        Problem why = told == null ? new Problem(UNOPENED, e.getMessage()) : told;
                        return () -> opened(usual, loaded, turn, why, table);
                    }
                },
                why -> {
                    ended(turn);
                    if (turn == wanted && told == null) {
                        problems.accept(new Problem(UNOPENED, why));
                    }
                }));
    }

    private void opened(DataSource source, Dataset loaded, int turn, Problem told, DataSource.CsvFile table) {
        ended(turn);
        if (turn == wanted) {
            editor.use(source, loaded);
            refused.set(table);
            problems.accept(told);
        }
    }

    /** As {@link #open}, for a set that takes no time worth telling of. */
    public void remake(DataSource.Toy toy) {
        if (locked.getAsBoolean()) {
            return;
        }
        int turn = begin(false, true);
        background.run(
                "The points could not be made",
                () -> {
                    Dataset made = toy.load();
                    return () -> {
                        if (turn == wanted) {
                            editor.use(toy, made);
                            after.run();
                        }
                    };
                },
                () -> making = turn != wanted && making);
    }

    /** Whether points are being made; then what is given is done when they are there, the last alone. */
    public boolean postpones(Runnable next) {
        if (making) {
            after = next;
        }
        return making;
    }

    /**
     * The data set that is chosen, as the weights that a run begins with know it.
     *
     * @param failure what could not be done if that cannot be found out
     * @param then what to do with it, at once where nothing must be read
     * @param atEnd happens in any case, before that
     */
    public void scaled(Configuration configuration, String failure, Consumer<Dataset> then, Runnable atEnd) {
        Dataset chosen = editor.datasetProperty().get();
        if (configuration.start().isEmpty() || chosen.scaling().isEmpty()) {
            atEnd.run();
            then.accept(chosen);
            return;
        }
        background.run(
                failure,
                () -> {
                    Dataset scaled = StartWeights.scaled(chosen, configuration);
                    return () -> then.accept(scaled);
                },
                atEnd);
    }

    /** Reads the names of a table's columns, for choosing among them, and the one that is the target if none is chosen. */
    void header(DataSource.CsvFile table, BiConsumer<List<String>, String> to) {
        background.attempt(() -> {
            List<String> names = NumericColumns.header(table.file());
            String usual = table.usualTarget();
            return () -> to.accept(names, usual);
        });
    }

    /** Shows data that is there; what is being read comes too late then, as it does once a run has begun. */
    public void use(DataSource source, Dataset loaded) {
        forget();
        editor.use(source, loaded);
    }

    /** Stays with the data that are there, which have been asked for since others are being read. */
    public void stopReading() {
        if (loading.get()) {
            forget();
            refit();
        }
    }

    /** Has settings that are shown already for what was not read be for the present data again. */
    private void refit() {
        if (editor.datasetProperty().get() != null) {
            editor.use(editor.sourceProperty().get(), editor.datasetProperty().get());
        }
    }

    /** Does not show what is being read. */
    public void forget() {
        begin(false, false);
        refused.set(null);
    }

    /** Drops what was asked for before, with what waited for it: whatever comes of that ends nothing of this. */
    private int begin(boolean reads, boolean makes) {
        loading.set(reads);
        making = makes;
        after = () -> {};
        return ++wanted;
    }

    /** The table that was to be opened last and could not be, as it may be with other columns; null for none. */
    public ReadOnlyObjectProperty<DataSource.CsvFile> refusedProperty() {
        return refused.getReadOnlyProperty();
    }

    /** Whether a data set is being read. */
    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }
}
