package org.kanworkbench.app.work;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Computes in the background. The newest request wins: a request that arrives during a computation replaces the waiting
 * one, and the interface thread receives the newest result only.
 *
 * @param <Q> a request, immutable
 * @param <A> its result, immutable
 */
public final class NewestFirst<Q, A> {

    /** Computes a result; what it throws is told as {@link BackgroundWork} does. */
    public interface Computation<Q, A> {
        A of(Q request) throws Exception;
    }

    private final Executor background;
    private final Executor interfaceThread;
    private final Computation<Q, A> compute;
    private final BiConsumer<Q, A> show;
    private final Consumer<String> failed;
    private final AtomicReference<Q> waiting = new AtomicReference<>();
    private final AtomicReference<Runnable> ready = new AtomicReference<>();

    /**
     * @param compute never called by two threads at once
     * @param show gets requests with their answers through {@code interfaceThread}
     * @param failed gets, the same way, one line of what went wrong where computing threw
     */
    public NewestFirst(
            Executor background,
            Executor interfaceThread,
            Computation<Q, A> compute,
            BiConsumer<Q, A> show,
            Consumer<String> failed) {
        this.background = background;
        this.interfaceThread = interfaceThread;
        this.compute = compute;
        this.show = show;
        this.failed = failed;
    }

    public void submit(Q request) {
        if (waiting.getAndSet(request) == null) {
            background.execute(this::computeWaiting);
        }
    }

    private synchronized void computeWaiting() {
        Q request = waiting.getAndSet(null);
        A answer;
        try {
            answer = compute.of(request);
        } catch (Throwable e) {
            String reason = BackgroundWork.reason(e);
            interfaceThread.execute(() -> failed.accept(reason));
            return;
        }
        if (ready.getAndSet(() -> show.accept(request, answer)) == null) {
            interfaceThread.execute(() -> ready.getAndSet(null).run());
        }
    }
}
