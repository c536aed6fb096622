package org.kanworkbench.network.basis;

import java.util.List;

/** A basis in which nothing can be chosen but how many functions it has. */
public interface OrderBasis extends FormulaBasis {

    /** At least 1. */
    int order();

    /**
     * The basis of this family of another order.
     *
     * @throws IllegalArgumentException of one line, when there is no such basis
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
