package org.kanworkbench.bench.window;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/** Work on the interface thread as seen from any other. */
public final class FxThread {

    private FxThread() {}

    /**
     * Runs there and waits for the result.
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

    /** Waits until so many frames have begun. */
    public static void frames(int count) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(count);
        call(() -> {
            new AnimationTimer() {
                @Override
                public void handle(long now) {
                    left.countDown();
                    if (left.getCount() == 0) {
                        stop();
                    }
                }
            }.start();
            return null;
        });
        left.await();
    }
}
