package org.kanworkbench.training.trials;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Pause, resume and cancel, requested on any thread and obeyed by the worker threads. Cancelling is final. */
public final class WorkControl {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile boolean paused;
    private volatile boolean cancelled;

    public void pause() {
        set(true, cancelled);
    }

    public void resume() {
        set(false, cancelled);
    }

    /** Also wakes paused threads. */
    public void cancel() {
        set(paused, true);
    }

    private void set(boolean nowPaused, boolean nowCancelled) {
        lock.lock();
        try {
            paused = nowPaused;
            cancelled = nowCancelled || cancelled;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public boolean paused() {
        return paused;
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Waits while paused. Returns false if the work was cancelled. */
    public boolean mayContinue() {
        if (!paused || cancelled) {
            return !cancelled;
        }
        lock.lock();
        try {
            while (paused && !cancelled) {
                changed.awaitUninterruptibly();
            }
            return !cancelled;
        } finally {
            lock.unlock();
        }
    }
}
