package org.kanworkbench.runs.recording;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.runs.store.RunStore;

/** A sweep's or a comparison's way into the store: entered as it begins, now and then while it goes on, and when it has ended. */
public final class WorkRecord {

    /** So long the store hears nothing. */
    private static final long SELDOM_NANOS = 300_000_000;

    private final Records records;
    private final Executor background;
    /** Comes when all that was told so far is written; with the number, empty where nothing is kept. */
    private CompletableFuture<OptionalLong> written;

    /** Not by the clock on the wall, which may be set meanwhile. */
    private final long began = System.nanoTime();

    private long toldAt = began;
    /** Seconds that the store has been told of. */
    private double told;

    /** Enters the work; its number. */
    public interface Beginning {
        long begin(WorkRecorder recorder) throws IOException;
    }

    WorkRecord(Records records, Executor background, Beginning beginning) {
        this.records = records;
        this.background = background;
        records.begun(this);
        written = CompletableFuture.supplyAsync(() -> enter(beginning), background);
    }

    private OptionalLong enter(Beginning beginning) {
        Optional<RunStore> store = records.store();
        try {
            if (store.isPresent()) {
                long id = beginning.begin(new WorkRecorder(store.get()));
                records.changed();
                return OptionalLong.of(id);
            }
        } catch (IOException e) {
            fail(e);
        }
        records.ended(this);
        return OptionalLong.empty();
    }

    private void fail(IOException e) {
        records.failed(e instanceof StoreException known ? known : new StoreException(e.getMessage(), e));
    }

    /** Waits until what was told is written. */
    void close() {
        written.join();
    }

    /** What work came to, found out in the background. */
    public interface Ending {
        /** @param seconds since it began, this time */
        Outcome outcome(double seconds) throws IOException;
    }

    /**
     * Tells how far it is. Returns at once; of what is told too often, and before what was told last is written, most is passed
     * over. Like all of this, for one thread.
     *
     * @param done parts of those that were planned
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
        write((recorder, run) -> recorder.progressed(run, done, more));
    }

    /** Returns at once. */
    public void end(Ending ending) {
        double before = told;
        double seconds = (System.nanoTime() - began) / 1e9;
        write((recorder, run) -> {
            try {
                recorder.end(run, ending.outcome(seconds).since(before));
                records.recorded(run);
            } finally {
                records.ended(this);
            }
        });
    }

    private interface Writing {
        void write(WorkRecorder recorder, long run) throws IOException;
    }

    /** After all that was told before. */
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
            writing.write(new WorkRecorder(records.store().orElseThrow()), run);
            records.changed();
        } catch (IOException e) {
            fail(e);
        }
    }
}
