package org.kanworkbench.network.basis;

import java.util.List;

/** A basis whose only parameter is its order. */
public interface OrderBasis extends FormulaBasis {

    /** At least 1. */
    int order();

    /**
     * The basis of this family with the given order.
     *
     * @throws IllegalArgumentException with a one-line message if there is no such basis
     */
    Basis withOrder(int other);

    @Override
    default List<BasisParameter> parameters() {
        return List.of(BasisParameter.ORDER);
    }

    @Override
    default List<Double> values() {
        return List.of((double) order());
    }

    @Override
    default Basis with(List<Double> values) {
        return withOrder(values.getFirst().intValue());
    }
}
