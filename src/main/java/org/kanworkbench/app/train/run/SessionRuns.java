package org.kanworkbench.app.train.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.explain.SnapshotSeries;
import org.kanworkbench.training.Configuration;

/**
 * The runs that this window has trained or brought back, the newest ones: however long somebody goes on training and
 * stopping, memory does not grow. What is taken away is in the store or in a file, and nobody works with it. Use on the
 * interface thread only.
 */
public final class SessionRuns {

    /** Maximum number of distinguishable curves. */
    static final int MOST = 8;

    private final Workspace workspace;
    private final ObservableList<RunTrace> runs = FXCollections.observableArrayList();
    /** Oldest first, unless somebody has put them in another order. */
    public final ObservableList<RunTrace> all = FXCollections.unmodifiableObservableList(runs);

    private int begun;

    public SessionRuns(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * A run with its model open in all panes, which is still to be {@linkplain #add added}. What is oldest makes room for it.
     *
     * @param number in the store; empty where it is not kept
     * @param title its name without the number
     * @param dataset as its weights know it
     * @param chosen the same as it is chosen for other runs
     * @param kept whether its events are stored, or about to be
     */
    public RunTrace next(
            OptionalLong number,
            String title,
            Configuration configuration,
            Dataset dataset,
            Dataset chosen,
            BooleanSupplier kept) {
        if (number.isEmpty() || open(number.getAsLong()).isEmpty()) {
            makeRoom();
        }
        long counted = number.orElse(begun + 1L);
        boolean others = workspace.library.storeProperty().get() != null;
        OpenModel model = number.isPresent()
                ? workspace.open(title, number, dataset)
                : workspace.open(title + (others ? " · not kept " : " #") + counted, dataset);
        return new RunTrace(counted, configuration, dataset, chosen, model, kept);
    }

    /** The run of that number in the store, if it is open. */
    public Optional<RunTrace> open(long number) {
        return runs.stream()
                .filter(trace -> trace.model.run().equals(OptionalLong.of(number)))
                .findFirst();
    }

    /** The newest run on that data; empty for no data. */
    public Optional<RunTrace> newestOn(DataSource source) {
        return runs.stream().filter(trace -> trace.isOn(source)).max(Comparator.comparingLong(trace -> trace.opened));
    }

    /** Puts a run in the place of another, which makes room; panes show models in the same order. */
    public void move(RunTrace trace, RunTrace beside) {
        List<RunTrace> order = new ArrayList<>(runs);
        int to = order.indexOf(beside);
        order.remove(trace);
        order.add(to, trace);
        // As a permutation: nothing is closed and opened again.
        FXCollections.sort(runs, Comparator.comparingInt(order::indexOf));
        workspace.arrange(order.stream().map(run -> run.model).toList());
    }

    /** Takes a run in. */
    public void add(RunTrace trace) {
        trace.opened = ++begun;
        runs.add(trace);
        forgetSnapshots(spare().filter(run -> run != trace).toList());
    }

    /** Takes the oldest away that there is no room for beside one more: before that has a colour, since theirs are free then. */
    private void makeRoom() {
        spare().limit(Math.max(0, runs.size() + 1 - MOST)).toList().forEach(run -> {
            close(run);
            workspace.tell(run.model.name() + " was closed: at most " + MOST + " runs are open at once.");
        });
    }

    /** What nobody works with and what would not be lost: what is hidden, then the rest, oldest first. */
    private Stream<RunTrace> spare() {
        return runs.stream()
                .sorted(Comparator.<RunTrace, Boolean>comparing(run -> run.shown.get())
                        .thenComparingLong(run -> run.opened))
                .filter(run -> run.loss(false).isEmpty() && !workspace.isUsed(run.model));
    }

    /** Takes a run away from all panes; what is kept of it stays in the store. */
    public void close(RunTrace trace) {
        runs.remove(trace);
        workspace.close(trace.model);
    }

    /** Earlier runs together may remember as much as one may; the oldest forget first. */
    private void forgetSnapshots(List<RunTrace> spare) {
        long bytes = runs.stream().mapToLong(RunTrace::momentBytes).sum();
        for (RunTrace trace : spare) {
            if (bytes > SnapshotSeries.DEFAULT_BYTES) {
                bytes -= trace.momentBytes();
                trace.forgetSnapshots();
            }
        }
    }

    /**
     * What would be lost if everything ended now, a sentence each.
     *
     * @param going the run that goes on; null for none
     */
    public List<String> losses(RunTrace going) {
        return runs.stream()
                .map(trace -> trace.loss(trace == going))
                .filter(loss -> !loss.isEmpty())
                .toList();
    }
}
