package org.kanworkbench.network.basis;

import java.util.List;

/** A basis of one function around each of several evenly spaced centres, whose number is its only parameter. */
public interface CentredBasis extends FormulaBasis {

    /** At least 2. */
    int centres();

    /**
     * The basis of this family with another number of centres between the same ends.
     *
     * @throws IllegalArgumentException with a one-line message if there is no such basis
     */
    Basis withCentres(int other);

    /** Distance between neighbouring centres. */
    default double spacing() {
        return (upper() - lower()) / (centres() - 1);
    }

    default double centre(int k) {
        return lower() + k * spacing();
    }

    @Override
    default List<BasisParameter> parameters() {
        return List.of(BasisParameter.CENTRES);
    }

    @Override
    default List<Double> values() {
        return List.of((double) centres());
    }

    @Override
    default Basis with(List<Double> values) {
        return withCentres(values.getFirst().intValue());
    }

    @Override
    default int terms() {
        return centres();
    }
}
