package org.kanworkbench.runs;

import java.time.Instant;
import java.util.UUID;
import org.kanworkbench.training.Configuration;

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
        String environment) {

    /**
     * Work that is no training and begins now.
     *
     * @param parts planned, for instance fits
     */
    public static NewRun ofWork(
            RunKind kind,
            String preset,
            String dataset,
            long seed,
            long parameters,
            String configuration,
            String key,
            int parts) {
        return new NewRun(
                UUID.randomUUID().toString(),
                kind,
                preset,
                dataset,
                seed,
                Configuration.VECTOR,
                parameters,
                configuration,
                key,
                parts,
                Instant.now(),
                Environment.describe());
    }

    /** What was known of a run as it began. */
    public static NewRun of(StoredRun run) {
        return new NewRun(
                run.name(),
                run.kind(),
                run.preset(),
                run.dataset(),
                run.seed(),
                run.engine(),
                run.parameters(),
                run.configuration(),
                run.configurationKey(),
                run.plannedEpochs(),
                run.started(),
                run.environment());
    }
}
