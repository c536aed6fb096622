package org.kanworkbench.search.sampler;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proposes trials. Its proposals are determined by its seed, the trial's number and what is known. */
public interface Sampler {

    /**
     * The values of a trial, of every setting of the space.
     *
     * @param number of the trial, from 0
     * @param before one per trial from 0 on, in order; empty for those that failed. It has at least {@link #after}
     */
    Map<String, Object> suggest(int number, List<Optional<Observation>> before);

    /** How many of the first trials must have ended before a trial is proposed, if so many may run at once. 0 if none are asked for. */
    default int after(int number, int inFlight) {
        return 0;
    }

    /** The number of trials after which it has no more to propose. */
    default int most() {
        return Integer.MAX_VALUE;
    }
}
