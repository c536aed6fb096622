package org.kanworkbench.training.trials;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Pause, resume and cancel, requested on any thread and obeyed by the worker threads. Cancelling is final. */
public final class WorkControl {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Guarded by the lock. */
    private final Set<Runnable> whenCancelled = new HashSet<>();

    private volatile boolean paused;
    private volatile boolean cancelled;

    private final BooleanSupplier cancelledElsewhere;

    public WorkControl() {
        this(() -> false);
    }

    /** @param cancelledElsewhere cancels it as well; asked whenever this control is */
    public WorkControl(BooleanSupplier cancelledElsewhere) {
        this.cancelledElsewhere = cancelledElsewhere;
    }

    public void pause() {
        set(true, cancelled);
    }

    public void resume() {
        set(false, cancelled);
    }

    /** Also wakes paused threads. */
    public void cancel() {
        List<Runnable> actions;
        lock.lock();
        try {
            set(paused, true);
            actions = List.copyOf(whenCancelled);
            whenCancelled.clear();
        } finally {
            lock.unlock();
        }
        actions.forEach(Runnable::run);
    }

    /** Runs an action once when the work is cancelled, at once if it is, unless it is {@linkplain #forget forgotten}. */
    public void whenCancelled(Runnable action) {
        lock.lock();
        try {
            if (!cancelled) {
                whenCancelled.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        action.run();
    }

    public void forget(Runnable action) {
        lock.lock();
        try {
            whenCancelled.remove(action);
        } finally {
            lock.unlock();
        }
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

    public boolean cancelled() {
        return cancelled || cancelledElsewhere.getAsBoolean();
    }

    /** Waits while paused. Returns false if the work was cancelled. */
    public boolean mayContinue() {
        if (!paused || cancelled()) {
            return !cancelled();
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
