package org.kanworkbench.training;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run begins, and whether it tells where it could go on.
 *
 * @param from where an interrupted run was; empty to begin anew
 * @param checkpoints least time between two checkpoints; empty for none
 */
record Start(Configuration configuration, Optional<Checkpoint> from, Optional<Duration> checkpoints) {

    /** The base rate that the run begins with. */
    double learningRate() {
        return from.map(Checkpoint::learningRate).orElse(configuration.recipe().learningRate());
    }
}
