package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.TrainingEvent;

/** The active recordings in an experiment store, for the window and the command line: training runs, sweeps and comparisons. */
public final class Records {

    /** Listens to recordings, on any thread. */
    public interface Listener {

        /** A recording has failed, with the reason. */
        void failed(StoreException e);

        /** The store's content has changed. */
        default void changed() {}

        /** The end of a run is in the store. */
        default void ended(long run) {}
    }

    private final Supplier<Optional<RunStore>> store;
    private final Executor executor;
    private final Listener listener;
    private final Set<TrainingRecord> trainings = ConcurrentHashMap.newKeySet();
    private final Set<WorkRecord> works = ConcurrentHashMap.newKeySet();

    /**
     * @param store waits for a store that is being opened; empty if there is no writable store
     * @param executor writes sweeps and comparisons, and closes ended recordings
     */
    public Records(Supplier<Optional<RunStore>> store, Executor executor, Listener listener) {
        this.store = store;
        this.executor = executor;
        this.listener = listener;
    }

    /**
     * Records a training run that is about to start.
     *
     * @param number {@linkplain RunStore#reserve() reserved}; empty to reserve one when the store is open
     */
    public TrainingRecord training(OptionalLong number, Configuration configuration, Dataset dataset) {
        return new TrainingRecord(
                this,
                (recording, failed) -> number.isEmpty()
                        ? recording.begin(configuration, dataset, failed)
                        : recording.begin(number.getAsLong(), configuration, dataset, failed));
    }

    /**
     * Continues recording a run that is about to resume.
     *
     * @param from checkpoint; empty to restart the run
     */
    public TrainingRecord resumed(
            StoredRun run, Optional<Checkpoint> from, Configuration configuration, Dataset dataset) {
        return new TrainingRecord(
                this, (recording, failed) -> recording.resume(run, from, configuration, dataset, failed));
    }

    /** Records a sweep or a comparison. */
    public WorkRecord work(WorkRecord.Beginning beginning) {
        return new WorkRecord(this, executor, beginning);
    }

    /** A run of work that has ended, to add files to. */
    public WorkRecord ended(long run) {
        return new WorkRecord(this, executor, run);
    }

    /**
     * Adds a training that has ended, without its snapshots, and returns its number; empty if nothing is recorded. Waits
     * for the disk.
     *
     * @param metrics one per evaluation, in order
     * @param tags by which its like is found
     */
    public OptionalLong finished(
            Configuration configuration,
            Dataset dataset,
            List<Metric> metrics,
            TrainingEvent.Finished end,
            List<String> tags) {
        try {
            Optional<RunStore> open = store.get();
            if (open.isEmpty()) {
                return OptionalLong.empty();
            }
            long id = new Recording(open.get()).add(configuration, dataset, metrics, end, tags);
            changed();
            return OptionalLong.of(id);
        } catch (IOException e) {
            failed(StoreException.of(e));
            return OptionalLong.empty();
        }
    }

    /**
     * Replaces the result of work that has ended, if the store has it. Waits for the disk.
     *
     * @param key of its configuration
     */
    public void result(RunKind kind, String key, String result) {
        try {
            Optional<RunStore> open = store.get();
            if (open.isPresent()) {
                new WorkRecorder(open.get()).result(kind, key, result);
                changed();
            }
        } catch (IOException e) {
            failed(StoreException.of(e));
        }
    }

    /** Whether any recording is active. */
    public boolean busy() {
        return !trainings.isEmpty() || !works.isEmpty();
    }

    /** Waits until the ends of trainings that are told of are in the store. */
    public void settle() {
        trainings.stream().filter(TrainingRecord::told).forEach(TrainingRecord::close);
    }

    /** Waits until all events are written. A training run that is still running counts as interrupted. */
    public void finish() {
        trainings.forEach(TrainingRecord::close);
        works.forEach(WorkRecord::close);
    }

    Optional<RunStore> store() {
        return store.get();
    }

    void begun(TrainingRecord training) {
        trainings.add(training);
        changed();
    }

    void ended(TrainingRecord training) {
        executor.execute(() -> {
            training.close();
            trainings.remove(training);
            changed();
            training.recorded().ifPresent(listener::ended);
        });
    }

    void begun(WorkRecord work) {
        works.add(work);
    }

    void ended(WorkRecord work) {
        works.remove(work);
        changed();
    }

    void recorded(long run) {
        listener.ended(run);
    }

    void changed() {
        listener.changed();
    }

    void failed(StoreException e) {
        listener.failed(e);
    }
}
