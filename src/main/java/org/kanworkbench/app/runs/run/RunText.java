package org.kanworkbench.app.runs.run;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalDouble;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;

/** Texts of runs for the pane. */
public final class RunText {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);

    private RunText() {}

    public static String decimal(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "";
    }

    /** What stands before a score or loss: that it is one on validation samples, where others are on the test set. */
    public static String mark(StoredRun run) {
        return run.untested() ? "val " : "";
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Nothing for work whose networks are many. */
    public static String parameters(StoredRun run) {
        return run.description().parameters() == 0
                ? ""
                : count(run.description().parameters());
    }

    /** Minutes and seconds, hours where there are some. */
    public static String time(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return String.format(Locale.ROOT, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    public static String minute(Instant instant) {
        return MINUTE.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** Without the year. */
    static String dayAndTime(Instant instant) {
        return SHORT.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** All of a kind, for people. */
    public static String plural(RunKind kind) {
        return switch (kind) {
            case IMPORTED -> "Imported models";
            case SEARCH -> "Searches";
            default -> word(kind) + "s";
        };
    }

    /** Epochs, or the parts of other work, done of those planned. */
    static String epochs(StoredRun run) {
        if (run.description().kind() == RunKind.IMPORTED) {
            return "";
        }
        String done =
                String.format(Locale.ROOT, run.epochs() == Math.rint(run.epochs()) ? "%,.0f" : "%,.1f", run.epochs());
        int planned = run.description().plannedEpochs();
        return planned == 0 ? done : done + " / " + count(planned);
    }

    public static String word(Enum<?> value) {
        String lower = value.name().toLowerCase(Locale.ROOT);
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }

    /** A trial that its search ended early is pruned; others have their state. */
    public static String state(StoredRun run) {
        return run.pruned() ? "Pruned" : word(run.state());
    }

    /** The outcome of a run, in a sentence. */
    public static String fate(StoredRun run) {
        String epochs = epochs(run).replace(" / ", " of ") + " "
                + run.description().kind().part() + "s";
        if (run.description().kind() == RunKind.IMPORTED) {
            return run.message();
        }
        if (run.description().kind() != RunKind.TRAINING) {
            return word(run.state())
                    + (run.state() == RunState.RUNNING ? ": " : " after ")
                    + epochs
                    + (run.description().kind() == RunKind.SWEEP && run.state().resumable() ? "; can be resumed" : "")
                    + (run.message().isEmpty() ? "." : ". " + run.message());
        }
        return switch (run.state()) {
            case RUNNING -> "Running: " + epochs + " so far.";
            case FINISHED -> "Finished after " + epochs + ".";
            case STOPPED ->
                run.pruned()
                        ? "Pruned by its search after " + epochs + "."
                        : "Stopped after " + epochs + "; can be resumed.";
            case INTERRUPTED -> "Interrupted after " + epochs + "; can be resumed.";
            case FAILED -> "Failed after " + epochs + (run.message().isEmpty() ? "." : ": " + run.message());
        };
    }

    public static String styleOf(RunState state) {
        return "state-" + state.name().toLowerCase(Locale.ROOT);
    }
}
