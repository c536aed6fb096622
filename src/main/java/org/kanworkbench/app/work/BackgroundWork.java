package org.kanworkbench.app.work;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.training.trials.ClusterException;

/**
 * Runs work in the background, and what it ends with, its continuation, on the interface thread; failures become one-line
 * problems.
 */
public final class BackgroundWork {

    private final Threads threads;
    private final Consumer<Problem> problems;
    private final Supplier<Problem> shown;
    /** What this work told last; of the interface thread. */
    private Problem told;

    /** @param problems gets a problem when work fails and null when other work succeeds after it, on the interface thread */
    public BackgroundWork(Threads threads, Consumer<Problem> problems) {
        this.threads = threads;
        this.problems = problems;
        this.shown = () -> told;
    }

    /** @param problem shown to people, which others tell, too: theirs stay when work succeeds */
    public BackgroundWork(Threads threads, ObjectProperty<Problem> problem) {
        this.threads = threads;
        this.problems = problem::set;
        this.shown = problem::get;
    }

    /**
     * What the continuation refuses by an IllegalArgumentException of one line is a problem, too.
     *
     * @param failure what could not be done, for people
     */
    public void run(String failure, Callable<Runnable> work) {
        run(failure, work, () -> {});
    }

    /** @param atEnd happens in any case, first, on the interface thread */
    public void run(String failure, Callable<Runnable> work, Runnable atEnd) {
        run(() -> told(failure, work.call(), atEnd), reason -> {
            atEnd.run();
            tell(new Problem(failure, reason));
        });
    }

    /**
     * As {@link #run(String, Callable)}, but what it ends with, a failure too, is dropped if the same has been asked for
     * again: of two files that are opened, the second stays, however long each takes to read.
     *
     * @param asked how often it was asked for, of the interface thread; whoever counts it up drops what is under way
     */
    public void runNewest(AtomicInteger asked, String failure, Callable<Runnable> work) {
        int mine = asked.incrementAndGet();
        run(
                () -> {
                    Runnable next = told(failure, work.call(), () -> {});
                    return () -> {
                        if (mine == asked.get()) {
                            next.run();
                        }
                    };
                },
                reason -> {
                    if (mine == asked.get()) {
                        tell(new Problem(failure, reason));
                    }
                });
    }

    private Runnable told(String failure, Runnable after, Runnable atEnd) {
        return () -> {
            atEnd.run();
            if (told != null && told == shown.get()) {
                tell(null);
            }
            try {
                after.run();
            } catch (IllegalArgumentException e) {
                tell(new Problem(failure, reason(e)));
            }
        };
    }

    private void tell(Problem problem) {
        told = problem;
        problems.accept(problem);
    }

    /** What fails is told nobody: whatever it would have shown stays as it is. */
    public void attempt(Callable<Runnable> work) {
        run(work, _ -> {});
    }

    /** @param failed gets the reason in one line, on the interface thread; then nobody else is told */
    public void run(Callable<Runnable> work, Consumer<String> failed) {
        threads.background().execute(() -> {
            Runnable next;
            try {
                next = work.call();
            } catch (Throwable e) {
                String reason = reason(e);
                next = () -> failed.accept(reason);
            }
            threads.ui().execute(next);
        });
    }

    /** Why work failed, in one line, whatever was thrown: machine code that cannot be loaded throws an Error. */
    static String reason(Throwable e) {
        return switch (e) {
            case IOException told when told.getMessage() != null -> told.getMessage();
            case DataException told when told.getMessage() != null -> told.getMessage();
            case QuantizeException told when told.getMessage() != null -> told.getMessage();
            case ClusterException told -> told.getMessage();
            case IllegalArgumentException told when told.getMessage() != null -> told.getMessage();
            case OutOfMemoryError _ ->
                "there is not enough memory: close the program and start it with more, or choose something smaller";
            case LinkageError _ -> "a part of the program cannot be loaded (" + OneLine.of(e.toString()) + ")";
            default ->
                "unexpected " + e.getClass().getSimpleName()
                        + (e.getMessage() == null ? "" : ": " + OneLine.of(e.getMessage()));
        };
    }
}
