package org.kanworkbench.cli.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.kanworkbench.files.AtomicFile;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Ctrl-C, SIGTERM and SIGHUP while a command works. The work is told to stop, and the process ends when the command has kept
 * what it has, told how it ended and cleaned up. One for a command line, whose root has it.
 */
public final class Interruption implements AutoCloseable {

    /** For work that keeps what it has, which takes far less. */
    private static final Duration TO_KEEP = Duration.ofSeconds(10);

    /** For what can be interrupted anywhere: reading, writing beside a file's place, looking. */
    private static final Duration TO_CLEAN_UP = Duration.ofMillis(800);

    private final PrintWriter err;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().name("interruption").unstarted(this::end);

    /** Whether work goes on that has to be told to stop; of what it is told, null until it can be. */
    private boolean kept;

    private Runnable stop;
    private boolean happened;

    /** @param err where a command that does not come back in time is told of */
    public Interruption(PrintWriter err) {
        this.err = err;
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The signal was faster than the command.
            happened = true;
        }
    }

    public static Interruption of(CommandSpec spec) {
        return ((Root) spec.root().userObject()).interruption();
    }

    /** What a command line's root is. */
    public interface Root {

        Interruption interruption();
    }

    /** Work that keeps what it has when it is told to stop; closed when it has. */
    public final class Work implements AutoCloseable {

        private Work() {}

        /** @param how makes the work end soon; called from another thread, or at once if it is to end already */
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

    /** Begins work that is not to be interrupted anywhere; refused when the command is to end already. */
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

    /** Once the process is to end. */
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

    /** How long to wait for the command. */
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

    /** The command has come back, and what it said is written. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already.
        }
    }
}
