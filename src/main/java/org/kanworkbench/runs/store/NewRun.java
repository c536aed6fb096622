package org.kanworkbench.runs.store;

import java.time.Instant;

/** What is known of a run as it begins; the meaning is {@link StoredRun}'s. */
public record NewRun(
        String name,
        RunKind kind,
        String preset,
        String dataset,
        long seed,
        String engine,
        long parameters,
        String configuration,
        String configurationKey,
        int plannedEpochs,
        Instant started,
        String environment) {}
