package org.kanworkbench.runs.recording;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;

/** What is being recorded in a run store, for the window and the command line alike: trainings, sweeps and comparisons. */
public final class Records {

    /** Hears of what is recorded, from any thread. */
    public interface Listener {

        /** What is not recorded any further, and why. */
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
     * @param store waits for a store that is being opened; empty where there is none to write to
     * @param executor on which sweeps and comparisons are written, and what has ended is closed
     */
    public Records(Supplier<Optional<RunStore>> store, Executor executor, Listener listener) {
        this.store = store;
        this.executor = executor;
        this.listener = listener;
    }

    /**
     * Records a training that is about to start.
     *
     * @param number {@linkplain RunStore#reserve() reserved}; empty for one that is found when the store is open
     */
    public TrainingRecord training(OptionalLong number, Configuration configuration, Dataset dataset) {
        return new TrainingRecord(
                this,
                (recording, failed) -> number.isEmpty()
                        ? recording.begin(configuration, dataset, failed)
                        : recording.begin(number.getAsLong(), configuration, dataset, failed));
    }

    /**
     * Goes on recording a run which is about to go on.
     *
     * @param from empty to begin it anew
     */
    public TrainingRecord resumed(
            StoredRun run, Optional<Checkpoint> from, Configuration configuration, Dataset dataset) {
        return new TrainingRecord(
                this, (recording, failed) -> recording.resume(run, from, configuration, dataset, failed));
    }

    /** Records work that is no training, a sweep or a comparison. */
    public WorkRecord work(WorkRecord.Beginning beginning) {
        return new WorkRecord(this, executor, beginning);
    }

    /** Whether something is being recorded. */
    public boolean busy() {
        return !trainings.isEmpty() || !works.isEmpty();
    }

    /** Waits until what was told is written. A training that goes on all the same counts as interrupted. */
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
