package org.kanworkbench.runs;

import org.kanworkbench.training.Measure;

/**
 * Runs of one configuration that differ in their seeds.
 *
 * @param key their {@link RunDescription#configurationKey}
 * @param configuration of one of them
 * @param measure of their scores
 * @param untested whether the scores are those on validation samples, see {@link StoredRun#untested}
 * @param runs number of runs with a score
 * @param changedByHand number of those whose learning rate was changed during the run
 * @param meanScore of the scores of the weights that they leave: the best ones would be chosen by the test set
 * @param deviation sample standard deviation of the same; NaN for a single run
 */
public record RunGroup(
        String key,
        String preset,
        String dataset,
        String configuration,
        Measure measure,
        boolean untested,
        int runs,
        int changedByHand,
        double meanScore,
        double deviation,
        double leastScore,
        double mostScore) {}
