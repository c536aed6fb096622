package org.kanworkbench.app.train;

import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.SnapshotSeries;
import org.kanworkbench.training.Configuration;

/**
 * The runs that this window has trained or brought back, the newest ones: however long somebody goes on training and
 * stopping, memory does not grow. What is taken away is in the store or in a file, and nobody works with it. Lives on the
 * interface thread.
 */
final class SessionRuns {

    /** More curves over each other cannot be told apart. */
    static final int MOST = 8;

    private final Workspace workspace;
    private final ObservableList<RunTrace> runs = FXCollections.observableArrayList();
    private final ObservableList<RunTrace> readOnly = FXCollections.unmodifiableObservableList(runs);
    private int begun;

    SessionRuns(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Oldest first. */
    ObservableList<RunTrace> all() {
        return readOnly;
    }

    /**
     * A run under the next number, with its model open in all panes, which is still to be {@linkplain #add added}.
     *
     * @param kept whether the store has what it told, or is about to
     */
    RunTrace next(Configuration configuration, Dataset dataset, BooleanSupplier kept) {
        int number = begun + 1;
        OpenModel model = workspace.open(configuration.preset() + " #" + number, dataset);
        return new RunTrace(number, configuration, dataset, model, kept);
    }

    /** Takes a run in, and takes the oldest away that there is no room for. */
    void add(RunTrace trace) {
        begun++;
        runs.add(trace);
        List<RunTrace> spare = runs.stream()
                .filter(run -> run != trace && run.loss(false).isEmpty() && !workspace.isUsed(run.model()))
                .toList();
        int over = Math.clamp(runs.size() - MOST, 0, spare.size());
        spare.subList(0, over).forEach(this::close);
        forgetMoments(spare.subList(over, spare.size()));
    }

    private void close(RunTrace trace) {
        runs.remove(trace);
        workspace.close(trace.model());
    }

    /** Earlier runs together may remember as much as one may; the oldest forget first. */
    private void forgetMoments(List<RunTrace> spare) {
        long bytes = runs.stream().mapToLong(RunTrace::momentBytes).sum();
        for (RunTrace trace : spare) {
            if (bytes > SnapshotSeries.DEFAULT_BYTES) {
                bytes -= trace.momentBytes();
                trace.forgetMoments();
            }
        }
    }

    /**
     * What would be lost if everything ended now, a sentence each.
     *
     * @param going the run that goes on; null for none
     */
    List<String> losses(RunTrace going) {
        return runs.stream()
                .map(trace -> trace.loss(trace == going))
                .filter(loss -> !loss.isEmpty())
                .toList();
    }
}
