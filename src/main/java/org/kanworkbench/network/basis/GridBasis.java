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
        return familyLabel() + " grid " + grid() + ", order " + order();
    }

    @Override
    default int terms() {
        return grid() + order();
    }

    /**
     * The B-spline on whole knots around 0 as a difference of powers: with n = order + 1, Σ_j (−1)^j·C(n, j)·max(0, n/2
     * − j − |v|)^order / order!, j below n/2, which are as small as the function itself.
     */
    static <T> T spline(T v, int order, Operations<T> with) {
        double half = (order + 1) / 2.0;
        T distance = with.add(with.ramp(v), with.ramp(with.affine(v, -1, 0)));
        double factor = 1;
        for (int f = 2; f <= order; f++) {
            factor /= f;
        }
        T sum = null;
        for (int j = 0; j < half; j++) {
            T reach = with.ramp(with.affine(distance, -1, half - j));
            T power = reach;
            for (int f = 1; f < order; f++) {
                power = with.multiply(power, reach);
            }
            T term = with.affine(power, j % 2 == 0 ? factor : -factor, 0);
            sum = sum == null ? term : with.add(sum, term);
            factor *= (order + 1.0 - j) / (j + 1);
        }
        return sum;
    }
}
