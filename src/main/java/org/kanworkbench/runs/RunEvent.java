package org.kanworkbench.runs;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * Something that happened in a run besides its evaluations.
 *
 * @param step steps done by then; 0 in work that is no training
 * @param epoch epochs done by then, with fraction; of work that is no training, its parts
 * @param value the new base learning rate of a {@link Kind#LEARNING_RATE}; empty otherwise
 */
public record RunEvent(long step, double epoch, Instant at, Kind kind, OptionalDouble value) {

    /** What happened. */
    public enum Kind {
        /** Somebody changed the learning rate. */
        LEARNING_RATE,
        PAUSED,
        /** It goes on after a pause. */
        RESUMED,
        /** Somebody asked for its end. */
        STOPPED,
        /** Its process ended before it did. */
        INTERRUPTED,
        /** It was taken up again after its end, from a checkpoint or anew. */
        CONTINUED,
        /** B-spline grids were refitted to their inputs. */
        GRID_UPDATE
    }

    /** In a few words, for people. */
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
        // As exact as the store keeps it.
        return new RunEvent(step, epoch, Instant.ofEpochMilli(System.currentTimeMillis()), kind, value);
    }
}
