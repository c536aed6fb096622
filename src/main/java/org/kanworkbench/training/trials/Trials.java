package org.kanworkbench.training.trials;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.engine.workers.Waiting;

/**
 * Runs trials on all cores: a thread per worker, which runs one after the other, each on its thread alone, or waits for it
 * while a cluster does. A trial that fails does not end the others.
 */
public final class Trials<R> {

    /** What a trial does. */
    public interface Work<R> {
        /**
         * Runs a trial on the calling thread. An exception or an error is its failure; a
         * {@link ClusterException} ends all trials with its message, and this one is none that ended.
         *
         * @param index from 0
         * @param worker from 0
         * @param control to be asked often: waits while paused, and tells of cancelling
         * @return empty if it was cancelled
         */
        Optional<R> run(int index, int worker, WorkControl control) throws Exception;
    }

    /** Trials that a cluster has for each that it runs. */
    private static final int AHEAD = 2;

    private final Work<R> work;
    private final TrialListener<R> listener;
    private final WorkControl control = new WorkControl();
    private final int total;
    private final IntUnaryOperator after;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** This and what follows are guarded by the trials. */
    private final BitSet done = new BitSet();

    private int next;
    private boolean closing;
    private int begun;
    private int working;
    private int running;
    /** Trials that ran at the same time, at most: fewer than there are workers if each waits for earlier ones. */
    private int atOnce;

    private int counted;
    private double seconds;
    private String failure;

    private Trials(
            int total,
            IntPredicate known,
            IntUnaryOperator after,
            int workers,
            Work<R> work,
            TrialListener<R> listener) {
        this.total = total;
        this.after = after;
        this.work = work;
        this.listener = listener;
        IntStream.range(0, total).filter(known).forEach(done::set);
        begun = workers;
        working = workers;
    }

    /**
     * Starts trials 0 up to {@code total} in that order. For a cluster there are twice as many workers as it runs trials at
     * once, so that it always has the next one when a result is on its way here.
     *
     * @param known which ended earlier, by their indices, and are not repeated
     * @param after of a trial's index: it begins when the first so many trials have ended, so that it may depend on those
     *     and is still the same for any number of workers; at most the index
     * @param work of this computer, or what lets the place's cluster do it
     */
    public static <R> Trials<R> start(
            int total,
            IntPredicate known,
            IntUnaryOperator after,
            TrialPlace place,
            Work<R> work,
            TrialListener<R> listener) {
        if (place.threads() < 1) {
            throw new IllegalArgumentException("threads is " + place.threads() + ": choose 1 or more");
        }
        int workers = place.cluster().isPresent() ? AHEAD * place.threads() : place.threads();
        Trials<R> trials = new Trials<>(total, known, after, workers, work, listener);
        trials.begin(0, workers);
        place.cluster().ifPresent(cluster -> cluster.whenGrown(slots -> trials.widen(AHEAD * slots)));
        return trials;
    }

    private void begin(int from, int to) {
        for (int w = from; w < to; w++) {
            int worker = w;
            Thread.ofPlatform().daemon().name("trials-" + (w + 1)).start(() -> work(worker));
        }
    }

    private synchronized void widen(int workers) {
        if (working > 0 && workers > begun) {
            working += workers - begun;
            begin(begun, workers);
            begun = workers;
        }
    }

    /** Pauses, resumes and cancels all trials. */
    public WorkControl control() {
        return control;
    }

    /** Begins no more trials; those that run come to their end. */
    public synchronized void close() {
        closing = true;
        notifyAll();
    }

    /** Waits until the listener was called for the last time. */
    public void await() throws InterruptedException {
        ended.await();
    }

    private void work(int worker) {
        for (int index = next(); index >= 0; index = next()) {
            run(index, worker);
        }
        Optional<String> why;
        synchronized (this) {
            working--;
            if (working > 0) {
                return;
            }
            why = Optional.ofNullable(failure);
        }
        // Without the monitor: the listener may wait for whoever starts these trials, who may wait for the monitor.
        try {
            listener.finished(why);
        } finally {
            ended.countDown();
        }
    }

    /** The next trial that may begin, waiting for it; -1 for none. */
    private int next() {
        control.mayContinue();
        synchronized (this) {
            Waiting.on(this, () -> {
                next = done.nextClearBit(next);
                return noMore() || done.nextClearBit(0) >= after.applyAsInt(next);
            });
            if (noMore()) {
                return -1;
            }
            running++;
            atOnce = Math.max(atOnce, running);
            return next++;
        }
    }

    private boolean noMore() {
        return closing || control.cancelled() || next >= total;
    }

    private void run(int index, int worker) {
        long start = control.nanoTime();
        Optional<R> result = Optional.empty();
        String why = "";
        try {
            result = work.run(index, worker, control);
        } catch (ClusterException e) {
            endAll(e);
        } catch (OutOfMemoryError _) {
            why = "not enough memory: make the network or the batch smaller, or run fewer trials at once";
        } catch (Exception | Error e) {
            why = OneLine.of(e);
        }
        end(new Trial<>(index, worker, (control.nanoTime() - start) / 1e9, result, why));
    }

    private synchronized void end(Trial<R> trial) {
        running--;
        try {
            if (trial.result().isPresent() || !trial.failure().isEmpty()) {
                done.set(trial.index());
                counted++;
                seconds += trial.seconds();
                listener.ended(trial, progress());
            }
        } catch (IOException | RuntimeException | Error e) {
            endAll(e);
        } finally {
            notifyAll();
        }
    }

    private void endAll(Throwable why) {
        synchronized (this) {
            failure = failure == null ? OneLine.of(why) : failure;
        }
        control.cancel();
    }

    private TrialProgress progress() {
        int ended = done.cardinality();
        double left = seconds / counted * (total - ended) / Math.max(1, Math.min(working, atOnce));
        return new TrialProgress(ended, total, Duration.ofMillis(Math.round(left * 1e3)));
    }
}
