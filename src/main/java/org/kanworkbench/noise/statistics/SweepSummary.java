package org.kanworkbench.noise.statistics;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a sweep, finished or not. Only seeds of which every fit is done count.
 *
 * @param bands means over all targets, then target by target
 * @param overall the comparison that decides: KANs with MLPs, each group's mean, or the first model with the second where
 *     there is no such pair. Its interval is at 99 %
 * @param pairs every model of the first group with every one of the second, intervals at 95 %
 * @param byLevel the two groups level by level
 * @param exponents where there are several training sizes
 * @param capacities where a preset takes part with several orders or grids
 * @param diverged fits whose training left the finite numbers
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
