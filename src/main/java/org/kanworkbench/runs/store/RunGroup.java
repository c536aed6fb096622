package org.kanworkbench.runs.store;

/**
 * Runs of one configuration that differ in their seeds.
 *
 * @param key their {@link StoredRun#configurationKey}
 * @param configuration of one of them
 * @param runs how many of them have a score
 * @param meanAccuracy of their best accuracies, 0 to 1
 * @param deviation sample standard deviation of the same; NaN for a single run
 */
public record RunGroup(
        String key,
        String preset,
        String dataset,
        String configuration,
        int runs,
        double meanAccuracy,
        double deviation,
        double leastAccuracy,
        double mostAccuracy) {}
