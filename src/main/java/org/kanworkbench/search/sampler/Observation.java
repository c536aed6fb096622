package org.kanworkbench.search.sampler;

import java.util.List;
import java.util.Map;

/**
 * What a sampler learns from a trial.
 *
 * @param values by setting, of those that were active
 * @param complete false if it was pruned
 * @param epochs that it ran
 * @param losses its objectives, all to be minimised; of a pruned trial, those at its last epoch
 */
public record Observation(Map<String, Object> values, boolean complete, int epochs, List<Double> losses) {

    public Observation {
        values = Map.copyOf(values);
        losses = List.copyOf(losses);
    }
}
