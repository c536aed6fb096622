package org.kanworkbench.cli.command;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.kanworkbench.training.ClockTime;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.trials.TrialProgress;

/** A progress line on a terminal, overwritten while work is running; without a terminal it prints nothing. */
public final class ProgressLine {

    /** The environment variable set by the start script, which puts a filter between standard error and the terminal. */
    private static final String TERMINAL = "KANWORKBENCH_TERMINAL";

    private static final int CELLS = 20;

    private final PlainPrinter err;
    private final boolean terminal;
    private boolean shown;

    public ProgressLine(PrintWriter err) {
        this(err, isTerminal());
    }

    public ProgressLine(PrintWriter err, boolean terminal) {
        this.err = PlainPrinter.of(err);
        this.terminal = terminal;
    }

    private static boolean isTerminal() {
        if (System.getenv(TERMINAL) != null) {
            return true;
        }
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    public void show(TrainingEvent.Progress p, int epochs) {
        if (terminal) {
            print(
                    p.epoch() / epochs,
                    String.format(Locale.ROOT, "epoch %.1f/%d", p.epoch(), epochs),
                    String.format(Locale.ROOT, "  loss %.4f  %.2f ms/step", p.loss(), p.msPerStep()),
                    p.remaining());
        }
    }

    /** @param what the counted unit, for instance {@code fit} */
    public void show(String what, TrialProgress now) {
        if (terminal) {
            double done = (double) now.done() / now.total();
            print(done, what + " " + now.done() + "/" + now.total(), "", now.remaining());
        }
    }

    public boolean terminal() {
        return terminal;
    }

    /** @param done share of the work, 0 to 1 */
    public void show(double done, String doing) {
        if (terminal) {
            print(bar(done) + "  " + doing);
        }
    }

    private void print(double done, String before, String after, Duration remaining) {
        print(before + " " + bar(done) + after + "  " + ClockTime.of(remaining) + " left");
    }

    private void print(String line) {
        shown = true;
        err.writeOver(line);
    }

    private static String bar(double done) {
        double share = Math.clamp(done, 0, 1);
        int filled = (int) (share * CELLS);
        return String.format(Locale.ROOT, "%s%s %3.0f %%", "▰".repeat(filled), "▱".repeat(CELLS - filled), 100 * share);
    }

    public void clear() {
        if (shown) {
            shown = false;
            err.writeOver("");
        }
    }
}
