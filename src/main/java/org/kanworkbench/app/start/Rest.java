package org.kanworkbench.app.start;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What is done while nobody does anything. After a long period of inactivity memory goes back to the system: the collector
 * would keep garbage as long as nothing new is allocated. Once per period, as regular collections would cost an idle window
 * one percent of a core.
 */
public final class Rest {

    private static final long SECONDS = 30;
    private static final long CALM_SECONDS = 1;
    /** Opening ends with the measurement of a step of training. */
    private static final long TIMED_SECONDS = 10;

    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile long touched = System.nanoTime();
    private volatile boolean ended;

    /** Reports activity. Returns at once. */
    public void touch() {
        touched = System.nanoTime();
        if (waiting.compareAndSet(false, true)) {
            lookIn(SECONDS);
        }
    }

    /**
     * Does one thing after the other, each when there was no activity for a moment.
     *
     * @param things taken as they are done
     * @param busy whether something runs that is not to be disturbed
     * @param ui where all of it happens
     */
    public void spend(Queue<Runnable> things, BooleanSupplier busy, Executor ui) {
        if (!things.isEmpty() && !ended) {
            CompletableFuture.delayedExecutor(CALM_SECONDS, TimeUnit.SECONDS, ui)
                    .execute(() -> {
                        boolean calm = System.nanoTime() - touched >= TimeUnit.SECONDS.toNanos(CALM_SECONDS);
                        if (calm && !ended && !busy.getAsBoolean()) {
                            things.poll().run();
                        }
                        spend(things, busy, ui);
                    });
        }
    }

    /**
     * Clears away what opening has left behind, which is more than what is used: the collector would keep it until the heap
     * has grown to its limit.
     */
    public void afterOpening() {
        CompletableFuture.delayedExecutor(TIMED_SECONDS, TimeUnit.SECONDS).execute(this::collect);
    }

    private void collect() {
        if (!ended) {
            System.gc();
        }
    }

    /** Does nothing from now on. */
    public void end() {
        ended = true;
    }

    private void lookIn(long seconds) {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(this::look);
    }

    private void look() {
        long left = SECONDS - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - touched);
        if (left > 0) {
            lookIn(left);
        } else {
            waiting.set(false);
            collect();
        }
    }
}
