package org.kanworkbench.network.basis;

import org.kanworkbench.network.Limits;

/**
 * B-splines of one order on an even grid, extended by {@code order} knots on both sides (Cox, 1972; de
 * Boor, 1972); the basis of TorchKAN (github.com/1ssb/torchkan) and efficient-kan (github.com/Blealtan/efficient-kan). Outside the extended grid every function is 0.
 *
 * @param grid number of intervals between lower and upper
 * @param order polynomial degree of the pieces
 * @param lower first knot of the grid, in units of the scaled input
 * @param upper last knot of the grid
 */
public record BSpline(int grid, int order, double lower, double upper) implements GridBasis {

    public BSpline {
        Limits.order("b-spline", order);
        Limits.count("grid", grid, 1, Limits.MAX_GRID);
        Limits.interval("b-spline", lower, upper);
    }

    public BSpline(int grid, int order) {
        this(grid, order, -1, 1);
    }

    /** The j-th of grid + 2·order + 1 knots. */
    public double knot(int j) {
        return lower + (j - order) * step();
    }

    @Override
    public BasisName name() {
        return new BasisName("b-spline", "B-spline", "B");
    }

    @Override
    public BSpline with(int otherGrid, int otherOrder) {
        return new BSpline(otherGrid, otherOrder, lower, upper);
    }

    @Override
    public void evaluate(double x, double[] value, double[] derivative) {
        int intervals = grid + 2 * order;
        double[] lowerOrder = new double[intervals];
        double[] b = new double[intervals];
        for (int j = 0; j < intervals; j++) {
            b[j] = x >= knot(j) && x < knot(j + 1) ? 1 : 0;
        }
        for (int d = 1; d <= order; d++) {
            System.arraycopy(b, 0, lowerOrder, 0, intervals);
            double width = d * step();
            for (int j = 0; j < intervals - d; j++) {
                b[j] = (x - knot(j)) / width * lowerOrder[j] + (knot(j + d + 1) - x) / width * lowerOrder[j + 1];
            }
        }
        for (int k = 0; k < terms(); k++) {
            value[k] = b[k];
            derivative[k] = (lowerOrder[k] - lowerOrder[k + 1]) / step();
        }
    }
}
