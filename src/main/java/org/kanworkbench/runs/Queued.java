package org.kanworkbench.runs;

import java.util.UUID;

/**
 * A training or a search that waits for its turn.
 *
 * @param name unique on every machine
 * @param title in a line, for people
 * @param configuration as JSON: that of a training, or of a search
 * @param trials of a search, earlier ones included; 0 for a training
 * @param minutes of a search, after which no trials begin; 0 for no limit
 * @param run its number in the store once it has begun; 0 before
 */
public record Queued(
        String name, RunKind kind, String title, String configuration, int trials, double minutes, long run) {

    public static Queued training(String title, String configuration) {
        return new Queued(UUID.randomUUID().toString(), RunKind.TRAINING, title, configuration, 0, 0, 0);
    }

    public static Queued search(String title, String configuration, int trials, double minutes) {
        return new Queued(UUID.randomUUID().toString(), RunKind.SEARCH, title, configuration, trials, minutes, 0);
    }

    /** The same once it has begun. */
    public Queued begun(long number) {
        return new Queued(name, kind, title, configuration, trials, minutes, number);
    }
}
