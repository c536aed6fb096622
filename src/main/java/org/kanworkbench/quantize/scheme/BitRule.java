package org.kanworkbench.quantize.scheme;

import java.util.OptionalInt;
import org.kanworkbench.network.NetworkSpec;

/**
 * A rule with another format for some weights.
 *
 * @param layer from 0, or {@link #STEM}; none for all
 * @param term a basis term of that layer, from 0 as in {@code Basis.termName}, {@link #BASE} for the base weights,
 *     {@link #KERNEL} for convolutions; none for all
 * @param format of these weights
 */
public record BitRule(OptionalInt layer, OptionalInt term, WeightFormat format) {

    /** Index of the stem among the layers. */
    public static final int STEM = -1;

    /** Index of the base weights among the terms. */
    public static final int BASE = -1;

    /** Index of a convolution's weights among the terms. */
    public static final int KERNEL = -2;

    /** Whether the rule covers any weight of a network. */
    public boolean fits(NetworkSpec network) {
        return WeightTensor.of(network).stream()
                .anyMatch(tensor -> tensor.terms().stream().anyMatch(term -> covers(tensor.layer(), term)));
    }

    boolean covers(int someLayer, int someTerm) {
        return (layer.isEmpty() || layer.getAsInt() == someLayer) && (term.isEmpty() || term.getAsInt() == someTerm);
    }
}
