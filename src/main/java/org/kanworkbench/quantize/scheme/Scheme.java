package org.kanworkbench.quantize.scheme;

import java.util.List;
import java.util.stream.Stream;

/**
 * A quantisation scheme.
 *
 * @param name for instance {@code int8-lean}
 * @param weights format of weights that no rule covers
 * @param rules exceptions; the last rule that covers a weight applies
 */
public record Scheme(String name, WeightFormat weights, Arithmetic arithmetic, List<BitRule> rules) {

    public Scheme {
        rules = List.copyOf(rules);
    }

    public Scheme(String name, WeightFormat weights, Arithmetic arithmetic) {
        this(name, weights, arithmetic, List.of());
    }

    /**
     * The format of the weights of one term of one layer.
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

    /** Whether it leaves every weight in float32. */
    public boolean untouched() {
        return weights instanceof WeightFormat.Float32 && rules.isEmpty();
    }

    /** Whether some codes are fitted on calibration rows. */
    public boolean fitted() {
        return Stream.concat(Stream.of(weights), rules.stream().map(BitRule::format))
                .anyMatch(format -> format instanceof WeightFormat.Integers i && i.rounding() == Rounding.FITTED);
    }
}
