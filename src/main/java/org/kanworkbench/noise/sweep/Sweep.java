package org.kanworkbench.noise.sweep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.WorkControl;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.fit.FitRunner;

/** A running sweep: one thread per core, each runs one fit after the other. */
public final class Sweep {

    private final SweepPlan plan;
    private final FitStore store;
    private final Consumer<SweepEvent> listener;
    private final WorkControl control = new WorkControl();
    /** One per fit of the plan; null until completed. Guarded by this. */
    private final FinishedFit[] finished;

    private final int[] open;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger working;
    private final long began = System.nanoTime();
    private int done;
    private double milliseconds;
    private int counted;
    private String failure;

    private Sweep(SweepPlan plan, FitStore store, int threads, Consumer<SweepEvent> listener) {
        this.plan = plan;
        this.store = store;
        this.listener = listener;
        finished = new FinishedFit[plan.size()];
        for (FinishedFit fit : store.known()) {
            int index = plan.indexOf(fit.row());
            if (index >= 0 && finished[index] == null) {
                finished[index] = fit;
                done++;
            }
        }
        open = IntStream.range(0, plan.size()).filter(i -> finished[i] == null).toArray();
        working = new AtomicInteger(threads);
    }

    /**
     * Starts the fits that are not in the store yet.
     *
     * @param threads number of concurrent fits; does not affect results
     * @param listener called from the sweep's threads, by one at a time
     */
    public static Sweep start(SweepPlan plan, FitStore store, int threads, Consumer<SweepEvent> listener) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ": choose 1 or more");
        }
        Sweep sweep = new Sweep(plan, store, threads, listener);
        listener.accept(new SweepEvent.Started(sweep.done, plan.size()));
        for (int t = 0; t < threads; t++) {
            Thread.ofPlatform().daemon().name("sweep-" + (t + 1)).start(sweep::work);
        }
        return sweep;
    }

    /** Pauses, resumes and cancels it. */
    public WorkControl control() {
        return control;
    }

    public void await() throws InterruptedException {
        ended.await();
    }

    /** Completed fits, in the plan's order. */
    public synchronized List<FinishedFit> results() {
        List<FinishedFit> results = new ArrayList<>();
        for (FinishedFit fit : finished) {
            if (fit != null) {
                results.add(fit);
            }
        }
        return results;
    }

    private void work() {
        try (FitRunner runner = new FitRunner()) {
            for (int at = next.getAndIncrement();
                    at < open.length && control.mayContinue();
                    at = next.getAndIncrement()) {
                fit(open[at], runner);
            }
        } catch (RuntimeException | OutOfMemoryError | SaveException e) {
            fail(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
        if (working.decrementAndGet() == 0) {
            end();
        }
    }

    private void fit(int index, FitRunner runner) throws SaveException {
        long start = System.nanoTime();
        Optional<FitRow> row = runner.run(plan.task(index), plan.source(index), control::cancelled);
        if (row.isPresent()) {
            keep(index, new FinishedFit(row.get(), (System.nanoTime() - start) / 1e6));
        }
    }

    private synchronized void keep(int index, FinishedFit fit) throws SaveException {
        store.append(fit);
        finished[index] = fit;
        done++;
        counted++;
        milliseconds += fit.milliseconds();
        double left = milliseconds / counted * (plan.size() - done) / Math.max(1, working.get());
        listener.accept(new SweepEvent.Advanced(
                fit,
                done,
                plan.size(),
                Duration.ofNanos(System.nanoTime() - began),
                Duration.ofMillis(Math.round(left))));
    }

    private synchronized void fail(String message) {
        failure = failure == null ? message.lines().findFirst().orElse("the sweep failed") : failure;
        control.cancel();
    }

    private void end() {
        try {
            store.arrange(results());
        } catch (SaveException e) {
            fail(e.getMessage());
        }
        try {
            listener.accept(
                    failure == null
                            ? new SweepEvent.Finished(done < plan.size(), done, plan.size())
                            : new SweepEvent.Failed(failure));
        } finally {
            ended.countDown();
        }
    }
}
