package org.kanworkbench.app;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.kanworkbench.data.DataException;

/** Does work off the interface thread and what follows from it on that thread; failures become problems of one line. */
public final class BackgroundWork {

    /** Work that ends with something to do on the interface thread. */
    public interface Work {
        Runnable run() throws IOException, DataException;
    }

    private final Executor background;
    private final Executor ui;
    private final Consumer<Problem> problems;

    /** @param problems gets a problem when work fails and null when it succeeds, on the interface thread */
    public BackgroundWork(Executor background, Executor ui, Consumer<Problem> problems) {
        this.background = background;
        this.ui = ui;
        this.problems = problems;
    }

    /** @param failure what could not be done, for people */
    public void run(String failure, Work work) {
        run(failure, work, () -> {});
    }

    /** @param atEnd happens in any case, first, on the interface thread */
    public void run(String failure, Work work, Runnable atEnd) {
        background.execute(() -> {
            Runnable after;
            Problem problem = null;
            try {
                after = work.run();
            } catch (IOException | DataException | IllegalArgumentException e) {
                after = () -> {};
                problem = new Problem(failure, e.getMessage());
            } catch (RuntimeException | OutOfMemoryError e) {
                after = () -> {};
                problem = new Problem(failure, unforeseen(e));
            }
            Problem shown = problem;
            Runnable next = after;
            ui.execute(() -> {
                atEnd.run();
                problems.accept(shown);
                next.run();
            });
        });
    }

    private static String unforeseen(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "there is not enough memory: close the program and start it with more, or choose something smaller";
        }
        String message = e.getMessage() == null
                ? ""
                : ": " + e.getMessage().lines().findFirst().orElse("");
        return "unexpected " + e.getClass().getSimpleName() + message;
    }
}
