package org.kanworkbench.bench.window;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import org.kanworkbench.app.work.Frames;

/** Runs work on the interface thread from any other thread. */
public final class FxThread {

    private FxThread() {}

    /**
     * Runs an action there and waits for the result.
     *
     * @throws IllegalStateException around what was thrown there
     */
    public static <T> T call(Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Waits for the start of a number of frames. */
    public static void frames(int count) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        call(() -> {
            Frames.after(count, begun::countDown);
            return null;
        });
        begun.await();
    }
}
