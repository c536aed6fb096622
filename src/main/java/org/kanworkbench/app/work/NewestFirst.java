package org.kanworkbench.app.work;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;

/**
 * Computes in the background. The newest request wins: a request that arrives during a computation replaces the waiting
 * one, and the interface thread receives the newest result, or failure, only.
 *
 * @param <Q> a request, immutable
 * @param <A> its result, immutable
 */
public final class NewestFirst<Q, A> {

    /** Computes a result; what it throws is told as {@link BackgroundWork} does. */
    public interface Computation<Q, A> {
        A of(Q request) throws Exception;
    }

    private final Threads threads;
    private final Computation<Q, A> compute;
    private final BiConsumer<Q, A> show;
    private final Consumer<String> failed;
    private final AtomicReference<Q> waiting = new AtomicReference<>();
    private final AtomicReference<Runnable> ready = new AtomicReference<>();

    /**
     * @param compute never called by two threads at once
     * @param show gets requests with their answers on the interface thread
     * @param failed gets, the same way, one line of what went wrong where computing threw
     */
    public NewestFirst(Threads threads, Computation<Q, A> compute, BiConsumer<Q, A> show, Consumer<String> failed) {
        this.threads = threads;
        this.compute = compute;
        this.show = show;
        this.failed = failed;
    }

    /**
     * @param problem shown to people; what this told there goes when a later request succeeds, and theirs stays who tell, too
     * @param failure what could not be done, for people
     */
    public NewestFirst(
            Threads threads,
            Computation<Q, A> compute,
            BiConsumer<Q, A> show,
            ObjectProperty<Problem> problem,
            String failure) {
        AtomicReference<Problem> told = new AtomicReference<>();
        this(
                threads,
                compute,
                (request, answer) -> {
                    Problem before = told.getAndSet(null);
                    if (before != null && before == problem.get()) {
                        problem.set(null);
                    }
                    show.accept(request, answer);
                },
                details -> {
                    told.set(new Problem(failure, details));
                    problem.set(told.get());
                });
    }

    public void submit(Q request) {
        if (waiting.getAndSet(request) == null) {
            threads.background().execute(this::computeWaiting);
        }
    }

    private synchronized void computeWaiting() {
        Q request = waiting.getAndSet(null);
        Runnable end;
        try {
            A answer = compute.of(request);
            end = () -> show.accept(request, answer);
        } catch (Throwable e) {
            String reason = BackgroundWork.reason(e);
            end = () -> failed.accept(reason);
        }
        if (ready.getAndSet(end) == null) {
            threads.ui().execute(() -> ready.getAndSet(null).run());
        }
    }
}
