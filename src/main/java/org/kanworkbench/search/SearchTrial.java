package org.kanworkbench.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.kanworkbench.network.Limits;

/**
 * A trial that has ended.
 *
 * @param trial its number, from 0
 * @param values of the objectives, the validation score first; of a pruned trial, those when it ended; empty if it failed
 * @param curve validation score after each epoch
 * @param started milliseconds since 1970; 0 if that is not known
 * @param worker from 0
 * @param params values by setting
 * @param run its number in the experiment store; 0 for none
 * @param message why it failed; empty otherwise
 */
public record SearchTrial(
        int trial,
        State state,
        List<Double> values,
        List<Double> curve,
        double seconds,
        @JsonProperty(defaultValue = "0") long started,
        int worker,
        Map<String, Object> params,
        long run,
        String message) {

    public SearchTrial {
        Limits.count("trial", trial, 0, Budget.MOST_TRIALS - 1);
        if (values.isEmpty() && state != State.FAILED) {
            throw new IllegalArgumentException("trial " + trial + " has no values: take its line out");
        }
    }

    /** How a trial ended. */
    public enum State {
        COMPLETE,
        PRUNED,
        FAILED
    }

    /** The same with its number in the experiment store. */
    SearchTrial kept(long number) {
        return new SearchTrial(trial, state, values, curve, seconds, started, worker, params, number, message);
    }

    /** Seconds in which some of the trials ran, so that the time between two sessions does not count. */
    public static double busy(List<SearchTrial> trials) {
        double busy = 0;
        double until = 0;
        for (SearchTrial trial : trials.stream()
                .sorted(Comparator.comparingLong(SearchTrial::started))
                .toList()) {
            double end = trial.started() / 1e3 + trial.seconds();
            busy += trial.started() == 0 ? trial.seconds() : Math.max(0, Math.min(trial.seconds(), end - until));
            until = Math.max(until, end);
        }
        return busy;
    }

    public boolean complete() {
        return state == State.COMPLETE;
    }

    public int epochs() {
        return curve.size();
    }

    /** The validation score. */
    public double score() {
        return values.getFirst();
    }
}
