package org.kanworkbench.cli.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.files.AtomicFile;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Handles Ctrl-C, SIGTERM and SIGHUP during a command. The work is asked to stop, and the process ends after the
 * command has saved its results, reported the outcome and cleaned up. One per command line, held by its root.
 */
public final class Interruption implements AutoCloseable {

    /** Timeout for work that saves its results, which takes much less. */
    private static final Duration TO_KEEP = Duration.ofSeconds(10);

    /** Timeout for work that can be interrupted anywhere: reading, or writing temporary files. */
    private static final Duration TO_CLEAN_UP = Duration.ofMillis(800);

    private final PrintWriter err;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::end);

    /** The running work and the action that stops it; the action is null until available. */
    private boolean kept;

    private Runnable stop;
    private boolean happened;

    /** @param err reports a command that does not return in time */
    public Interruption(PrintWriter err) {
        this.err = err;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The signal came before the command.
            happened = true;
        }
    }

    public static Interruption of(CommandSpec spec) {
        return ((Root) spec.root().userObject()).interruption();
    }

    /** The root of a command line. */
    public interface Root {

        Interruption interruption();
    }

    /** Work that saves its results when stopped; closed afterwards. */
    public final class Work implements AutoCloseable {

        private Work() {}

        /** @param how stops the work; called on another thread, or at once if a stop was already requested */
        public void stopsBy(Runnable how) {
            synchronized (Interruption.this) {
                stop = how;
                if (happened) {
                    how.run();
                }
            }
        }

        @Override
        public void close() {
            synchronized (Interruption.this) {
                kept = false;
                stop = null;
            }
        }
    }

    /** Starts work that must not be interrupted at arbitrary points; fails if a stop was already requested. */
    public synchronized Work begin() throws CommandFailure {
        if (happened) {
            throw CommandFailure.interrupted("interrupted: nothing was begun");
        }
        kept = true;
        return new Work();
    }

    public synchronized boolean happened() {
        return happened;
    }

    /** Waits for the command to end, as long as it asked for. */
    private void end() {
        Duration patience = tell();
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                AtomicFile.abandon();
                err.println("workbench: interrupted");
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Time to wait for the command. */
    private synchronized Duration tell() {
        happened = true;
        if (!kept) {
            worker.interrupt();
            return TO_CLEAN_UP;
        }
        if (stop != null) {
            stop.run();
        }
        return TO_KEEP;
    }

    /** The command has returned and its output is written. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is already ending.
        }
    }
}
