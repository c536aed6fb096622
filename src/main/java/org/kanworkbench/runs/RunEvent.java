package org.kanworkbench.runs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * An event of a run other than an evaluation.
 *
 * @param step completed steps at the event; 0 of work that is no training
 * @param epoch completed epochs at the event, with fraction; of other work, its completed parts
 * @param value the new base learning rate of a {@link Kind#LEARNING_RATE}; empty otherwise
 */
public record RunEvent(long step, double epoch, Instant at, Kind kind, OptionalDouble value) {

    /** The kind of event. */
    public enum Kind {
        /** The learning rate was changed. */
        LEARNING_RATE,
        PAUSED,
        /** The run continued after a pause. */
        RESUMED,
        /** The run was stopped on request. */
        STOPPED,
        /** The process ended during the run. */
        INTERRUPTED,
        /** The run was resumed from a checkpoint, or restarted. */
        CONTINUED,
        /** B-spline grids were refitted to their inputs. */
        GRID_UPDATE
    }

    /** A short text for display. */
    public String text() {
        return switch (kind) {
            case LEARNING_RATE -> "Learning rate changed to " + valueText();
            case PAUSED -> "Paused";
            case RESUMED -> "Resumed after a pause";
            case STOPPED -> "Stopped";
            case INTERRUPTED -> "Interrupted";
            case CONTINUED -> step > 0 ? "Resumed from the checkpoint" : epoch > 0 ? "Resumed" : "Started again";
            case GRID_UPDATE -> "Grids updated";
        };
    }

    /** Its value without trailing zeros or an exponent; empty for none. */
    public String valueText() {
        return value.isEmpty() || !Double.isFinite(value.getAsDouble())
                ? ""
                : new BigDecimal(value.getAsDouble(), new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    public static RunEvent now(Kind kind, long step, double epoch, OptionalDouble value) {
        // With the store's precision.
        return new RunEvent(step, epoch, Instant.ofEpochMilli(System.currentTimeMillis()), kind, value);
    }
}
