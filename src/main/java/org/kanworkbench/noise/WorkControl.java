package org.kanworkbench.noise;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Pause, resume and cancel, asked for on any thread and obeyed by the threads that work. Cancelling is final. */
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

    /** Wakes what is paused, too. */
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

    /** Sleeps while paused. False when the work has been cancelled. */
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
