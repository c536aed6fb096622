package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.TrainingEvent;

/**
 * Writes training events to the store, on a background thread: scores within a fraction of a second, weights at every
 * checkpoint and at the end. An error is reported once and never disturbs the training.
 */
public final class RunRecorder implements Consumer<TrainingEvent>, AutoCloseable {

    /** The longest time between two checkpoints. */
    public static final Duration CHECKPOINTS = Duration.ofSeconds(15);

    /**
     * How long scores wait to share a transaction with others: toy runs are evaluated thousands of times per second.
     */
    private static final Duration GATHERED = Duration.ofMillis(250);

    private final RunStore store;
    private final long run;
    private final RunFiles files;
    private final Configuration configuration;
    private final Dataset dataset;
    private final Consumer<StoreException> failed;
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("recorder").factory());
    private final Queue<TrainingEvent> told = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final SnapshotKeeper snapshots;
    private final ProgressKeeper progress;
    private final EventLog log;
    private final List<Metric> scores = new ArrayList<>();

    private volatile Runnable written = () -> {};
    /** Training time so far. */
    private Duration elapsed;

    private boolean broken;
    private boolean ended;

    RunRecorder(
            RunStore store,
            StoredRun run,
            Configuration configuration,
            Dataset dataset,
            SnapshotKeeper snapshots,
            ProgressKeeper progress,
            EventLog log,
            Consumer<StoreException> failed)
            throws StoreException {
        this.store = store;
        this.run = run.id();
        this.files = store.files(run);
        this.configuration = configuration;
        this.dataset = dataset;
        this.snapshots = snapshots;
        this.progress = progress;
        this.log = log;
        this.failed = failed;
        elapsed = Duration.ofNanos(Math.round(run.seconds() * 1e9));
    }

    /** Notifies on a background thread after scores or events have been stored. */
    public void onWritten(Runnable listener) {
        written = listener;
    }

    /** The run's number in the store. */
    public long run() {
        return run;
    }

    @Override
    public void accept(TrainingEvent event) {
        told.add(event);
        switch (event) {
            case TrainingEvent.Checkpointed _, TrainingEvent.Finished _, TrainingEvent.Failed _ ->
                writer.execute(this::write);
            default -> {
                if (waiting.compareAndSet(false, true)) {
                    writer.schedule(this::write, GATHERED.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }
    }

    /** Writes the queued events. */
    private void write() {
        waiting.set(false);
        try {
            for (TrainingEvent event = told.poll(); event != null; event = told.poll()) {
                if (!broken) {
                    record(event);
                }
            }
            writeScores();
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            giveUp(StoreException.of(e));
        }
    }

    private void giveUp(StoreException e) {
        broken = true;
        scores.clear();
        told.clear();
        failed.accept(e);
    }

    private void record(TrainingEvent event) throws IOException {
        snapshots.fold(event);
        Optional<RunEvent> happened = log.fold(event);
        if (happened.isPresent()) {
            store.add(run, happened.get());
            written.run();
        }
        switch (event) {
            case TrainingEvent.Evaluated e -> scores.add(Metric.of(e));
            case TrainingEvent.Checkpointed c -> keep(c.checkpoint());
            case TrainingEvent.Finished f -> finish(f);
            case TrainingEvent.Failed f -> fail(f);
            case TrainingEvent.Progress p -> {
                elapsed = p.elapsed();
                progress.add(p);
            }
            case TrainingEvent.Started _,
                    TrainingEvent.Snapshot _,
                    TrainingEvent.LearningRateChanged _,
                    TrainingEvent.Paused _,
                    TrainingEvent.Resumed _ -> {}
        }
    }

    private void writeScores() throws StoreException {
        if (!scores.isEmpty()) {
            store.add(run, scores);
            if (elapsed.isPositive()) {
                store.took(run, elapsed.toNanos() / 1e9);
            }
            scores.clear();
            written.run();
        }
    }

    /** Scores are written before a newer checkpoint, so that a run resumed from it has all earlier ones. */
    private void keep(Checkpoint checkpoint) throws IOException {
        writeScores();
        // Without, as from a checkpoint that cannot be read, a run begins anew when it is resumed.
        if (CheckpointFile.fits(checkpoint)) {
            CheckpointFile.write(checkpoint, files.file(RunFiles.CHECKPOINT));
            store.add(run, files.describe(RunFiles.CHECKPOINT, checkpoint.step(), 0, OptionalDouble.empty()));
        }
        store.took(run, checkpoint.elapsed().toNanos() / 1e9);
        snapshots.keep();
        progress.keep();
    }

    private void finish(TrainingEvent.Finished finished) throws IOException {
        writeScores();
        keepModel(finished.model(), finished.test());
        snapshots.finish();
        progress.keep();
        store.end(
                run,
                finished.stopped() ? RunState.STOPPED : RunState.FINISHED,
                finished.elapsed().toNanos() / 1e9,
                "");
        if (!finished.stopped()) {
            store.remove(run, RunFiles.CHECKPOINT);
            Files.deleteIfExists(files.file(RunFiles.CHECKPOINT));
        }
        ended = true;
    }

    private void fail(TrainingEvent.Failed event) throws IOException {
        writeScores();
        if (event.lastGood().isPresent()) {
            keepModel(event.lastGood().get(), Optional.empty());
        }
        snapshots.finish();
        progress.keep();
        // What was lost or too little may be there another time.
        boolean resumable = !event.diverged() && Files.exists(files.file(RunFiles.CHECKPOINT));
        store.end(run, resumable ? RunState.INTERRUPTED : RunState.FAILED, elapsed.toNanos() / 1e9, event.message());
        ended = true;
    }

    private void keepModel(Model model, Optional<Evaluation> test) throws IOException {
        OptionalDouble score = Evaluation.score(test);
        ModelFile.write(SavedModel.trained(model, configuration, dataset, score), files.file(RunFiles.MODEL));
        store.add(run, files.describe(RunFiles.MODEL, 0, 0, score));
    }

    /** Waits until all events are in the store. May be called repeatedly and by several threads. */
    @Override
    public void close() {
        writeLast();
        try {
            while (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void writeLast() {
        if (!writer.isShutdown()) {
            writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            writer.execute(this::write);
            writer.execute(this::leave);
            writer.shutdown();
        }
    }

    /** What could not be recorded to its end no longer runs, and can be resumed from what is kept. */
    private void leave() {
        try {
            if (broken && !ended) {
                store.end(run, RunState.INTERRUPTED, elapsed.toNanos() / 1e9, "");
            }
        } catch (StoreException _) {
            // The reason is told already; the next start finds it interrupted.
        }
    }

    /** Whether the run's last event is in the store; call after {@link #close()}. */
    public boolean ended() {
        return ended;
    }
}
