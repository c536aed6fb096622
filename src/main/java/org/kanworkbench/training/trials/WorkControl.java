package org.kanworkbench.training.trials;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.kanworkbench.engine.workers.Waiting;

/** Pause, resume and cancel, requested on any thread and obeyed by the worker threads. Cancelling is final. */
public final class WorkControl {

    /** Guarded by this. */
    private final Set<Runnable> whenCancelled = new HashSet<>();

    /** When a pause began that lasts, and how long those before it took in all, in nanoseconds. Guarded by this. */
    private long pausedAt;

    private long pauses;
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
        synchronized (this) {
            set(paused, true);
            actions = List.copyOf(whenCancelled);
            whenCancelled.clear();
        }
        actions.forEach(Runnable::run);
    }

    /** Runs an action once when the work is cancelled, at once if it is, unless it is {@linkplain #forget forgotten}. */
    public void whenCancelled(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                whenCancelled.add(action);
                return;
            }
        }
        action.run();
    }

    public synchronized void forget(Runnable action) {
        whenCancelled.remove(action);
    }

    /** {@link System#nanoTime()}, but standing still in pauses. */
    public synchronized long nanoTime() {
        return (paused ? pausedAt : System.nanoTime()) - pauses;
    }

    private synchronized void set(boolean nowPaused, boolean nowCancelled) {
        if (nowPaused != paused) {
            if (nowPaused) {
                pausedAt = System.nanoTime();
            } else {
                pauses += System.nanoTime() - pausedAt;
            }
        }
        paused = nowPaused;
        cancelled = nowCancelled || cancelled;
        notifyAll();
    }

    public boolean cancelled() {
        return cancelled || cancelledElsewhere.getAsBoolean();
    }

    /** Waits while paused. Returns false if the work was cancelled. */
    public boolean mayContinue() {
        if (!paused || cancelled()) {
            return !cancelled();
        }
        synchronized (this) {
            Waiting.on(this, () -> !paused || cancelled);
            return !cancelled;
        }
    }
}
