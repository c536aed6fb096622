package org.kanworkbench.compare;

import java.time.Duration;

/** The events of a comparison, one at a time, on its own threads. Immutable. */
public sealed interface ComparisonEvent {

    /**
     * Another training ended.
     *
     * @param done trainings that ended, with those of earlier times
     * @param remaining estimate for the rest
     */
    record Advanced(int done, int total, Duration remaining) implements ComparisonEvent {}

    /**
     * The last event. All scores are in the folder.
     *
     * @param failure one line, for what ended the comparison; empty if it was completed or cancelled
     */
    record Ended(int done, int total, String failure) implements ComparisonEvent {

        public boolean complete() {
            return failure.isEmpty() && done == total;
        }
    }
}
