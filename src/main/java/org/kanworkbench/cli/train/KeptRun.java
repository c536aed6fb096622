package org.kanworkbench.cli.train;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.TrainingEvent;

/** A training that is kept in the run store while it goes on. Where it cannot be kept it trains all the same, and says so. */
final class KeptRun implements AutoCloseable {

    private final PrintWriter err;
    private final Optional<RunStore> store;
    private final Optional<RunRecorder> recorder;

    private KeptRun(PrintWriter err, Optional<RunStore> store, Optional<RunRecorder> recorder) {
        this.err = err;
        this.store = store;
        this.recorder = recorder;
    }

    /** A training that is not kept. */
    static KeptRun none(PrintWriter err) {
        return new KeptRun(err, Optional.empty(), Optional.empty());
    }

    /** Enters a training that is about to begin in the usual store. */
    static KeptRun begin(Configuration configuration, Dataset dataset, PrintWriter err) {
        RunStore store = null;
        try {
            store = RunStore.open(DataFolder.current());
            store.cautions().forEach(err::println);
            RunRecorder recorder = new Recording(store).begin(configuration, dataset, e -> note(err, e));
            return new KeptRun(err, Optional.of(store), Optional.of(recorder));
        } catch (StoreException e) {
            note(err, e);
            if (store != null) {
                store.close();
            }
            return none(err);
        }
    }

    /** Goes on with a run of an open store, which is closed with this. */
    static KeptRun resume(
            RunStore store,
            StoredRun run,
            Optional<Checkpoint> from,
            Configuration configuration,
            Dataset dataset,
            PrintWriter err)
            throws StoreException, ModelFileException {
        RunRecorder recorder = new Recording(store).resume(run, from, configuration, dataset, e -> note(err, e));
        return new KeptRun(err, Optional.of(store), Optional.of(recorder));
    }

    private static void note(PrintWriter err, StoreException e) {
        err.println("this run is not kept: " + e.getMessage());
        err.flush();
    }

    /** Tells the store what it tells the other. */
    Consumer<TrainingEvent> telling(Consumer<TrainingEvent> other) {
        return event -> {
            recorder.ifPresent(r -> r.accept(event));
            other.accept(event);
        };
    }

    /** How to go on with a run that was stopped, after a semicolon; empty if it was not kept. Ask after {@link #close}. */
    String goingOn() {
        return recorder.filter(RunRecorder::ended)
                .map(r -> "; `runs resume " + r.run() + "` goes on")
                .orElse("");
    }

    @Override
    public void close() {
        recorder.ifPresent(r -> {
            r.close();
            if (r.ended()) {
                err.println("kept as run " + r.run());
                err.flush();
            }
        });
        store.ifPresent(RunStore::close);
    }
}
