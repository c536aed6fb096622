package org.kanworkbench.noise.statistics;

import java.util.List;
import java.util.Optional;

/**
 * The summary of a sweep, complete or not. Only seeds with all fits completed are included.
 *
 * @param bands means over all targets, then target by target
 * @param overall the main comparison, over the levels with noise: KANs with MLPs by group means, or the first model with
 *     the second without such groups. Its interval is at 99 %
 * @param pairs every model of the first group with every one of the second over the same levels, with intervals at 99 %
 * @param byLevel the two groups level by level
 * @param exponents if there are several training sizes
 * @param capacities if a preset has several orders or grids
 * @param diverged number of fits that diverged
 */
public record SweepSummary(
        int seeds,
        List<Band> bands,
        Optional<Difference> overall,
        List<Difference> pairs,
        List<LevelDifference> byLevel,
        List<ErrorExponent> exponents,
        List<Capacity> capacities,
        int diverged,
        Verdict verdict) {

    public SweepSummary {
        bands = List.copyOf(bands);
        pairs = List.copyOf(pairs);
        byLevel = List.copyOf(byLevel);
        exponents = List.copyOf(exponents);
        capacities = List.copyOf(capacities);
    }
}
