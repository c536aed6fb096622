package org.kanworkbench.network.basis;

import java.util.List;

/** A basis of grid + order local functions on an even grid. */
public sealed interface GridBasis extends Basis permits BSpline, ReluBump, SplineBump {

    /** Number of intervals between lower and upper. */
    int grid();

    /** How many intervals the functions reach beyond the grid on either side. */
    int order();

    /** The same on another grid, or of another order. */
    GridBasis with(int otherGrid, int otherOrder);

    /** Length of an interval. */
    default double step() {
        return (upper() - lower()) / grid();
    }

    @Override
    default List<BasisParameter> parameters() {
        return List.of(BasisParameter.ORDER, BasisParameter.GRID);
    }

    @Override
    default List<Double> values() {
        return List.of((double) order(), (double) grid());
    }

    @Override
    default Basis with(List<Double> values) {
        return with(values.get(1).intValue(), values.get(0).intValue());
    }

    @Override
    default String label() {
        return name().label() + " grid " + grid() + ", order " + order();
    }

    @Override
    default int terms() {
        return grid() + order();
    }
}
