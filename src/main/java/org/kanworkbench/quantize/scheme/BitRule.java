package org.kanworkbench.quantize.scheme;

import java.util.OptionalInt;
import org.kanworkbench.network.NetworkSpec;

/**
 * Other bits for some weights.
 *
 * @param layer from 0, or {@link #STEM}; none for all
 * @param term a basis term of that layer, from 0 as in {@code Basis.termName}, {@link #BASE} for the base weights,
 *     {@link #KERNEL} for convolutions; none for all
 * @param format what these weights are kept as
 */
public record BitRule(OptionalInt layer, OptionalInt term, WeightFormat format) {

    /** The stem's place among the layers. */
    public static final int STEM = -1;

    /** The base weights' place among the terms. */
    public static final int BASE = -1;

    /** The place of a convolution's weights among the terms. */
    public static final int KERNEL = -2;

    /** Whether a network has weights that it is about. */
    public boolean fits(NetworkSpec network) {
        return WeightTensor.of(network).stream()
                .anyMatch(tensor -> tensor.terms().stream().anyMatch(term -> covers(tensor.layer(), term)));
    }

    boolean covers(int someLayer, int someTerm) {
        return (layer.isEmpty() || layer.getAsInt() == someLayer) && (term.isEmpty() || term.getAsInt() == someTerm);
    }
}
