package org.kanworkbench.noise.sweep;

import java.time.Duration;

/** The events of a sweep, one at a time, on its own threads. Immutable. */
public sealed interface SweepEvent {

    /**
     * The first event.
     *
     * @param done fits completed earlier
     */
    record Started(int done, int total) implements SweepEvent {}

    /**
     * Another fit was completed.
     *
     * @param elapsed since the start, pauses included
     * @param remaining estimate for the rest
     */
    record Advanced(FinishedFit fit, int done, int total, Duration elapsed, Duration remaining) implements SweepEvent {}

    /** The last event without failure. Completed fits are stored, cancelled or not. */
    record Finished(boolean cancelled, int done, int total) implements SweepEvent {}

    /** The last event of a failed sweep, with a one-line message. Completed fits are stored. */
    record Failed(String message) implements SweepEvent {}
}
