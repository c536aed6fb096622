package org.kanworkbench.noise.sweep;

import java.time.Duration;

/** What a sweep tells, one event at a time, from its own threads. Immutable. */
public sealed interface SweepEvent {

    /**
     * The first event.
     *
     * @param done fits that were there already
     */
    record Started(int done, int total) implements SweepEvent {}

    /**
     * One more fit.
     *
     * @param elapsed since the start, pauses included
     * @param remaining estimate for the rest
     */
    record Advanced(FinishedFit fit, int done, int total, Duration elapsed, Duration remaining) implements SweepEvent {}

    /** The last event, when nothing failed. What is done is kept, cancelled or not. */
    record Finished(boolean cancelled, int done, int total) implements SweepEvent {}

    /** The last event otherwise: one line that says what is wrong. What is done is kept. */
    record Failed(String message) implements SweepEvent {}
}
