package org.kanworkbench.network.basis;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.network.Limits;

/**
 * A B-spline plus a Gaussian under one weight: grid + order functions B_k + G_k, B-splines on an even grid extended by
 * {@code order} knots on both sides, Gaussians as wide as their distance with centres from lower to upper; the basis of
 * BSRBF-KAN (Ta, 2024; github.com/hoangthangta/BSRBF_KAN). Their centres differ: those of the B-splines reach beyond the grid.
 *
 * @param grid number of intervals between lower and upper
 * @param order polynomial degree of the splines' pieces
 * @param lower first knot of the grid and first centre, in units of the scaled input
 * @param upper last knot of the grid and last centre
 */
public record SplineBump(int grid, int order, double lower, double upper) implements FormulaBasis, GridBasis {

    public SplineBump {
        Limits.order("spline-bump", order);
        Limits.count("grid", grid, 1, Limits.MAX_GRID);
        Limits.interval("spline-bump", lower, upper);
    }

    @Override
    public BasisName name() {
        return new BasisName("spline-bump", "B-spline + Gaussian", "");
    }

    @Override
    public SplineBump with(int otherGrid, int otherOrder) {
        return new SplineBump(otherGrid, otherOrder, lower, upper);
    }

    @Override
    public String termName(int k) {
        return BasisName.term("B", k) + "+" + BasisName.term("G", k);
    }

    @Override
    public <T> List<T> functions(T x, Operations<T> with) {
        double step = step();
        double width = (upper - lower) / (terms() - 1);
        List<T> functions = new ArrayList<>();
        for (int k = 0; k < terms(); k++) {
            double middle = lower + (k - order + (order + 1) / 2.0) * step;
            T spline = with.spline(with.affine(x, 1 / step, -middle / step), order);
            functions.add(with.add(spline, with.bump(x, lower + k * width, width)));
        }
        return functions;
    }
}
