package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.runs.store.RunStore;

/** Records one sweep or comparison: at its start, periodically while it is running, and at its end. */
public final class WorkRecord {

    /** Minimum interval between updates of the store. */
    private static final long SELDOM_NANOS = 300_000_000;

    private final Records records;
    private final Executor background;
    /** Completes when all updates so far are written, with the run's number; empty if nothing is recorded. */
    private volatile CompletableFuture<OptionalLong> written;

    /** Not by wall time, which may be adjusted meanwhile. */
    private final long began = System.nanoTime();

    private long toldAt = began;
    /** Seconds reported to the store so far. */
    private double told;
    /** Files that are being added. */
    private int adding;

    /** Adds the work to the store and returns its number. */
    public interface Beginning {
        long begin(WorkRecorder recorder) throws IOException;
    }

    WorkRecord(Records records, Executor background, Beginning beginning) {
        this.records = records;
        this.background = background;
        // Whoever closes the records at this moment waits for this one, too.
        CompletableFuture<Void> begun = new CompletableFuture<>();
        written = begun.thenApplyAsync(_ -> enter(beginning), background);
        records.begun(this);
        begun.complete(null);
    }

    /** Of work that has ended, so that files can be added. */
    WorkRecord(Records records, Executor background, long run) {
        this.records = records;
        this.background = background;
        written = CompletableFuture.completedFuture(OptionalLong.of(run));
    }

    private OptionalLong enter(Beginning beginning) {
        Optional<RunStore> store = records.store();
        try {
            if (store.isPresent()) {
                long id = beginning.begin(new WorkRecorder(store.get()));
                records.changed();
                return OptionalLong.of(id);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            fail(e);
        }
        records.ended(this);
        return OptionalLong.empty();
    }

    private void fail(Throwable e) {
        records.failed(StoreException.of(e));
    }

    /** @param then gets its number in the store, on any thread; not where nothing is recorded */
    public void number(LongConsumer then) {
        written.thenAccept(id -> id.ifPresent(then));
    }

    /** Waits until all updates are written. */
    void close() {
        written.join();
    }

    /** Computes the outcome of work, in the background. */
    public interface Ending {
        /** @param seconds since the start of this session */
        Outcome outcome(double seconds) throws IOException;
    }

    /**
     * Reports progress. Returns at once; frequent reports are dropped while the last one is being written. As all
     * methods, for one thread only.
     *
     * @param done completed parts of those planned
     */
    public void progress(double done) {
        long now = System.nanoTime();
        if (now - toldAt < SELDOM_NANOS || !written.isDone()) {
            return;
        }
        double seconds = (now - began) / 1e9;
        double more = seconds - told;
        toldAt = now;
        told = seconds;
        write((store, run) -> store.progressed(run, done, more));
    }

    /** Returns at once. */
    public void end(Ending ending) {
        double before = told;
        double seconds = (System.nanoTime() - began) / 1e9;
        write((store, run) -> {
            try {
                new WorkRecorder(store).end(run, ending.outcome(seconds).since(before));
                records.recorded(run);
            } finally {
                records.ended(this);
            }
        });
    }

    /** Adds a file to work that has ended, or writes it anew. Returns at once. */
    public void add(String path, AtomicFile.Content content) {
        adding(1);
        written = written.thenApplyAsync(
                id -> {
                    if (id.isPresent() && records.store().isPresent()) {
                        write(id.getAsLong(), (store, run) -> new WorkRecorder(store).add(run, path, content));
                    }
                    adding(-1);
                    return id;
                },
                background);
    }

    private synchronized void adding(int more) {
        adding += more;
        if (adding > 0) {
            records.begun(this);
        } else {
            records.ended(this);
        }
    }

    private interface Writing {
        void write(RunStore store, long run) throws IOException;
    }

    /** After all earlier updates. */
    private void write(Writing writing) {
        written = written.thenApplyAsync(
                id -> {
                    id.ifPresent(run -> write(run, writing));
                    return id;
                },
                background);
    }

    private void write(long run, Writing writing) {
        try {
            writing.write(records.store().orElseThrow(), run);
            records.changed();
        } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
            fail(e);
        }
    }
}
