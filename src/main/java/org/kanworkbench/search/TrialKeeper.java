package org.kanworkbench.search;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.data.OneLine;

/**
 * Writes trials down one after the other on a thread of its own, so that no worker waits for the disk. A trial counts as
 * ended for people when it is written.
 */
final class TrialKeeper {

    /** Trials that may wait to be written: each holds a model. */
    private static final int WAITING = 16;

    /** Writes a trial. */
    interface Keeping {
        void keep() throws IOException;
    }

    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("trial-keeper").factory());
    private final Semaphore room = new Semaphore(WAITING);
    /** One line; null for none. */
    private volatile String failure;

    /** Writes after all earlier ones; waits while too many are waiting. Throws what an earlier one failed with. */
    void keep(Keeping trial) throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        room.acquireUninterruptibly();
        writer.execute(() -> {
            try {
                if (failure == null) {
                    trial.keep();
                }
            } catch (IOException | RuntimeException | Error e) {
                failure = OneLine.of(e);
            } finally {
                room.release();
            }
        });
    }

    /** Waits until all are written; why one could not be, in one line. */
    Optional<String> finish() {
        writer.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (writer.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(failure);
    }
}
