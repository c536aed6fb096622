package org.kanworkbench.runs;

/**
 * Runs of one configuration that differ in their seeds.
 *
 * @param key their {@link StoredRun#configurationKey}
 * @param configuration of one of them
 * @param runs number of runs with a score
 * @param changedByHand number of those whose learning rate was changed during the run
 * @param meanAccuracy of their best accuracies, 0 to 1
 * @param deviation sample standard deviation of the same; NaN for a single run
 */
public record RunGroup(
        String key,
        String preset,
        String dataset,
        String configuration,
        int runs,
        int changedByHand,
        double meanAccuracy,
        double deviation,
        double leastAccuracy,
        double mostAccuracy) {}
