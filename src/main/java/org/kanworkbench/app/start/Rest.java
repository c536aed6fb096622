package org.kanworkbench.app.start;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Returns memory to the system after a period of inactivity: the collector would keep garbage as long as nothing new is
 * allocated. Once per period, as regular collections would cost an idle window one percent of a core.
 */
public final class Rest {

    private static final long SECONDS = 30;

    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile long touched;

    /** Reports activity. Returns at once. */
    public void touch() {
        touched = System.nanoTime();
        if (waiting.compareAndSet(false, true)) {
            lookIn(SECONDS);
        }
    }

    private void lookIn(long seconds) {
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(this::look);
    }

    private void look() {
        long left = SECONDS - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - touched);
        if (left > 0) {
            lookIn(left);
        } else {
            waiting.set(false);
            System.gc();
        }
    }
}
