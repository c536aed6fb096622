package org.kanworkbench.engine.workers;

import java.util.function.BooleanSupplier;

/** Waiting for what other threads do under the same monitor, and then tell of by {@link Object#notifyAll}. */
public final class Waiting {

    private Waiting() {}

    /** Waits until something is so, on a thread that holds the monitor; an interruption is kept for later. */
    public static void on(Object monitor, BooleanSupplier until) {
        boolean interrupted = false;
        try {
            while (!until.getAsBoolean()) {
                try {
                    monitor.wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
