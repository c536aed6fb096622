package org.kanworkbench.engine.workers;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads that share the parts of one task; the caller is one of them. It suits tasks of some ten
 * microseconds in close succession: threads spin for a while before they park, prefer the parts that they had last time
 * (whose data are in their cache), and take over parts that no thread has begun, so that a descheduled thread delays at
 * most one part. On a busy machine the caller works alone, see {@link TeamGauge}. The assignment of parts to threads
 * never affects results.
 */
public final class Workers implements AutoCloseable {

    /** One part of a task. Parts of one task write to disjoint memory. */
    @FunctionalInterface
    public interface Task {
        void run(int part);
    }

    /** Tasks are too short to be shared among more. */
    private static final int MAX_THREADS = 256;

    private static final int MAX_PARTS = 1024;
    /** Of an order's number of parts. */
    private static final int COUNT_BITS = 16;

    private static final int SPINS = 20_000;

    private final Thread[] threads;
    private final AtomicIntegerArray parked;
    /** The number of the task of which each part was taken last. */
    private final AtomicLongArray claimed = new AtomicLongArray(MAX_PARTS);

    private final AtomicInteger unfinished = new AtomicInteger();
    private Task task;
    /**
     * The current task's number in the high bits, its number of parts in the low ones, to be read atomically. The task's number
     * never comes round: a part that no task of the last hours had would seem to be taken.
     */
    private volatile long order;

    private final TeamGauge gauge = new TeamGauge();
    private volatile boolean closed;
    private volatile Throwable failure;
    /** Null without one. */
    private Task spare;

    private int spareCount;
    /** Whether the task before it is done. */
    private boolean spareDue;
    /** Whether other threads have been told of it. */
    private boolean spareShared;
    /** Null unless recording. */
    private TimeLines lines;

    /** @param threads cores to use, the caller's included; of more than 256 the rest is left alone */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ": choose 1 or more");
        }
        this.threads = new Thread[Math.min(threads, MAX_THREADS) - 1];
        this.parked = new AtomicIntegerArray(this.threads.length);
        for (int t = 0; t < this.threads.length; t++) {
            int id = t;
            this.threads[t] =
                    Thread.ofPlatform().daemon().name("kernel-" + (t + 1)).start(() -> serve(id));
        }
    }

    public int threads() {
        return threads.length + 1;
    }

    /**
     * Records from now on when parts run, which costs time; between two tasks.
     *
     * @param to with a line for every thread; null to end recording
     */
    public void record(TimeLines to) {
        lines = to;
    }

    /**
     * Runs parts 0 up to {@code count} and returns when all are done. Not reentrant; one caller at a time. Throws
     * IllegalStateException if a part fails on another thread, and OutOfMemoryError as it is.
     */
    public void run(int count, Task work) {
        long began = System.nanoTime();
        boolean shares = threads.length > 0 && count > 1;
        if (spareDue && shares) {
            finishSpare();
        }
        share(count, work);
        if (lines != null && count > 1) {
            lines.done(began);
        }
        if (spare != null && !spareDue) {
            spareDue = true;
            spareShared = threads.length > 0 && gauge.together();
            if (spareShared) {
                publish(spareCount, spare);
            }
        }
        if (shares) {
            gauge.took(System.nanoTime() - began);
        }
    }

    /**
     * Runs parts 0 up to {@code count} later: on threads that have nothing to do between the next task and the next that
     * has several parts, or else before the latter. One at a time; {@link #finishSpare} makes sure that it is done.
     */
    public void spare(int count, Task work) {
        finishSpare();
        check(count);
        spareCount = count;
        spare = work;
    }

    /** Returns when the spare task is done, if there is one. Throws as {@link #run}. */
    public void finishSpare() {
        if (spare == null) {
            return;
        }
        Task work = spare;
        spare = null;
        spareDue = false;
        if (spareShared) {
            spareShared = false;
            finish();
        } else {
            share(spareCount, work);
        }
    }

    private void share(int count, Task work) {
        if (threads.length > 0 && count > 1 && gauge.together()) {
            check(count);
            publish(count, work);
            finish();
        } else {
            runAlone(count, work);
        }
    }

    private static void check(int count) {
        if (count > MAX_PARTS) {
            throw new IllegalArgumentException(count + " parts are more than " + MAX_PARTS);
        }
    }

    private void runAlone(int count, Task work) {
        if (count == 1) {
            work.run(0);
            return;
        }
        for (int part = 0; part < count; part++) {
            runPart(0, part, work);
        }
    }

    private void runPart(int thread, int part, Task work) {
        TimeLines recorded = lines;
        long from = recorded == null ? 0 : System.nanoTime();
        work.run(part);
        if (recorded != null) {
            recorded.part(thread, part, from);
        }
    }

    private void publish(int count, Task work) {
        if (lines != null) {
            lines.handOff();
        }
        task = work;
        unfinished.set(count);
        long next = ((order >> COUNT_BITS) + 1 << COUNT_BITS) | count;
        order = next;
        for (int t = 0; t < threads.length; t++) {
            if (parked.get(t) != 0) {
                LockSupport.unpark(threads[t]);
            }
        }
    }

    private void finish() {
        takeParts(0, order);
        for (int spins = 0; unfinished.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            if (thrown instanceof OutOfMemoryError e) {
                // Callers tell of too little memory in words of their own.
                throw e;
            }
            throw new IllegalStateException("a worker failed: " + thrown, thrown);
        }
    }

    private void serve(int id) {
        long seen = 0;
        while (!closed) {
            int spins = 0;
            while (order == seen && !closed) {
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    park(id, seen);
                }
            }
            seen = order;
            if (!closed) {
                takeParts(id + 1, seen);
            }
        }
    }

    private void park(int id, long seen) {
        parked.set(id, 1);
        if (order == seen && !closed) {
            LockSupport.park(this);
        }
        parked.set(id, 0);
    }

    /** Runs the parts of this thread's own stride, then any that no thread has begun. */
    private void takeParts(int thread, long current) {
        int stride = threads.length + 1;
        int count = (int) (current & (1 << COUNT_BITS) - 1);
        long number = current >> COUNT_BITS;
        for (int part = thread; part < count; part += stride) {
            take(thread, part, number);
        }
        for (int part = 0; part < count; part++) {
            take(thread, part, number);
        }
    }

    private void take(int thread, int part, long number) {
        long last = claimed.get(part);
        // A late thread may arrive here after the next task was published: its own parts were all claimed, so it finds
        // none.
        if (number > last && claimed.compareAndSet(part, last, number)) {
            try {
                runPart(thread, part, task);
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                unfinished.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
