package org.kanworkbench.app.start;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import sun.misc.Signal;

/**
 * Handles Ctrl-C, logout and {@code kill} while the window is open. The virtual machine's own shutdown would stop the
 * interface at once, before everything is saved.
 */
public final class EndingSignals {

    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    /** Then the process ends whatever it does. */
    private static final long MOST_SECONDS = 10;

    private EndingSignals() {}

    /** @param close closes the window and with it the program; on the interface thread */
    public static void closeBy(Runnable close) {
        for (String name : NAMES) {
            try {
                Signal.handle(new Signal(name), signal -> {
                    CompletableFuture.delayedExecutor(MOST_SECONDS, TimeUnit.SECONDS)
                            .execute(() -> Runtime.getRuntime().halt(128 + signal.getNumber()));
                    Platform.runLater(close);
                });
            } catch (IllegalArgumentException _) {
                // This system has no such signal, or the virtual machine was told to leave it alone.
            }
        }
    }
}
