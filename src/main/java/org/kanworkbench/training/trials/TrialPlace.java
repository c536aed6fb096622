package org.kanworkbench.training.trials;

import java.util.Optional;

/**
 * Where trials run. Closing it gives a cluster's machines back.
 *
 * @param threads of this computer, each with a trial at a time
 * @param cluster that runs them instead; empty for this computer
 */
public record TrialPlace(int threads, Optional<Cluster> cluster) implements AutoCloseable {

    /** This computer. */
    public static TrialPlace here(int threads) {
        return new TrialPlace(threads, Optional.empty());
    }

    /** A cluster. */
    public static TrialPlace on(Cluster cluster) {
        return new TrialPlace(cluster.slots(), Optional.of(cluster));
    }

    @Override
    public void close() {
        cluster.ifPresent(Cluster::close);
    }
}
