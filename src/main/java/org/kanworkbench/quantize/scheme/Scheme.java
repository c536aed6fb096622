package org.kanworkbench.quantize.scheme;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a network is made smaller.
 *
 * @param name as it is asked for and shown, for instance {@code int8-lean}
 * @param weights how weights are kept that no rule names
 * @param rules exceptions; the last one that covers a weight counts
 */
public record Scheme(String name, WeightFormat weights, Arithmetic arithmetic, List<BitRule> rules) {

    public Scheme {
        rules = List.copyOf(rules);
    }

    public Scheme(String name, WeightFormat weights, Arithmetic arithmetic) {
        this(name, weights, arithmetic, List.of());
    }

    /**
     * How the weights of one term of one layer are kept.
     *
     * @param layer from 0, or {@link BitRule#STEM}
     * @param term from 0, or {@link BitRule#BASE} or {@link BitRule#KERNEL}
     */
    public WeightFormat format(int layer, int term) {
        return rules.reversed().stream()
                .filter(rule -> rule.covers(layer, term))
                .map(BitRule::format)
                .findFirst()
                .orElse(weights);
    }

    /** Whether it is meant to leave every weight as it is. */
    public boolean untouched() {
        return weights instanceof WeightFormat.Float32 && rules.isEmpty();
    }

    /** Whether some of its codes are chosen by calibration rows. */
    public boolean fitted() {
        return Stream.concat(Stream.of(weights), rules.stream().map(BitRule::format))
                .anyMatch(format -> format instanceof WeightFormat.Integers i && i.rounding() == Rounding.FITTED);
    }
}
