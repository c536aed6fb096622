package org.kanworkbench.search;

import org.kanworkbench.training.trials.TrialProgress;

/** The events of a search, one at a time, on its threads. Immutable. */
public sealed interface SearchEvent {

    /** A trial ended. */
    record Advanced(SearchTrial trial, TrialProgress progress) implements SearchEvent {}

    /** The last event without failure. Trials that ended are kept, cancelled or not. */
    record Finished(boolean cancelled, int trials) implements SearchEvent {}

    /** The last event of a search whose trials could not be kept, with a one-line message. */
    record Failed(String message) implements SearchEvent {}
}
