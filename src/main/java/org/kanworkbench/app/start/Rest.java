package org.kanworkbench.app.start;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives memory back to the system when nobody has worked for a while: what was shown leaves garbage, which the collector would
 * keep as long as nothing new is allocated. Once a rest, as a collection every so often would cost an idle window one percent of a core.
 */
public final class Rest {

    private static final long SECONDS = 30;

    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile long touched;

    /** Somebody or something works. Returns at once. */
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
