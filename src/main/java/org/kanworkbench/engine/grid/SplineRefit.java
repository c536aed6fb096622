package org.kanworkbench.engine.grid;

import java.util.Arrays;
import java.util.Optional;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.optimize.LeastSquares;

/**
 * Computes the B-spline grid for given inputs, and the coefficients that preserve the functions on another grid;
 * docs/math/b-spline.md has rule and formulas. It follows KAN's grid update and refinement (Liu et al., 2024).
 */
public final class SplineRefit {

    /** Share of the inputs below the lower end, and above the upper one, before the margin is added. */
    private static final double TAIL = 0.001;
    /** Added on both sides, in widths of the range between the tails. */
    private static final double MARGIN = 0.05;
    /**
     * An end that would move by less than this many grid steps stays, if the range between the tails is on the grid.
     */
    private static final double STAYS = 0.5;

    private static final int POINTS_PER_STEP = 16;
    /**
     * Weight of a point without inputs, against a mean of 1: enough to determine the coefficients, too little to affect
     * the curve.
     */
    private static final double UNSEEN = 1e-8;

    private SplineRefit() {}

    /**
     * Computes the grid for these inputs.
     *
     * @param s scaled inputs; sorted in place
     * @return empty if the grid fits already, or if the inputs do not determine one
     */
    public static Optional<BSpline> grid(BSpline old, float[] s) {
        Arrays.sort(s);
        int tail = (int) (TAIL * s.length);
        double low = s[tail];
        double high = s[s.length - 1 - tail];
        double range = high - low;
        if (!(range > 0) || !Double.isFinite(range)) {
            return Optional.empty();
        }
        double lower = low - MARGIN * range;
        double upper = high + MARGIN * range;
        double near = STAYS * old.step();
        boolean covered = old.lower() <= low && high <= old.upper();
        if (covered && Math.abs(lower - old.lower()) < near && Math.abs(upper - old.upper()) < near) {
            return Optional.empty();
        }
        return Optional.of(new BSpline(old.grid(), old.order(), lower, upper));
    }

    /**
     * The grid with half the distance between knots, on which every function on the old one exists, also where inputs lie
     * beside the old grid but not beyond its functions: the new one begins and ends there. With fewer intervals than that
     * takes, the old range is divided into these.
     *
     * @param s scaled inputs
     * @param most intervals
     */
    public static BSpline finer(BSpline old, float[] s, int most) {
        double low = old.lower();
        double high = old.upper();
        for (float value : s) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int below = (int) Math.min(old.order(), Math.ceil((old.lower() - low) / old.step()));
        int above = (int) Math.min(old.order(), Math.ceil((high - old.upper()) / old.step()));
        int intervals = 2 * (below + old.grid() + above);
        return intervals > most
                ? new BSpline(Math.min(2 * old.grid(), most), old.order(), old.lower(), old.upper())
                : new BSpline(
                        intervals, old.order(), old.lower() - below * old.step(), old.upper() + above * old.step());
    }

    /**
     * Computes the matrix from an edge's coefficients on one grid to those on another, by least squares over points
     * weighted by the number of inputs nearby. All edges share it: one factorisation per layer.
     *
     * @return [functions of the new grid][functions of the old grid]
     */
    public static double[][] transfer(BSpline from, BSpline to, float[] s) {
        int points = (to.grid() + 2 * to.order()) * POINTS_PER_STEP;
        double[] x = new double[points];
        double[] weights = new double[points];
        gather(s, to.knot(0), to.step() / POINTS_PER_STEP, x, weights);
        double[][] a = new double[points][to.terms()];
        double[][] b = new double[points][from.terms()];
        double[] unused = new double[Math.max(from.terms(), to.terms())];
        for (int n = 0; n < points; n++) {
            double root = Math.sqrt(weights[n]);
            to.evaluate(x[n], a[n], unused);
            from.evaluate(x[n], b[n], unused);
            for (int k = 0; k < a[n].length; k++) {
                a[n][k] *= root;
            }
            for (int k = 0; k < b[n].length; k++) {
                b[n][k] *= root;
            }
        }
        // The normal equations would square the condition number, which small weights make large.
        return new LeastSquares(a).solve(b);
    }

    /**
     * Merges nearby inputs into one point each.
     *
     * @param x receives their mean, and the middle where there are none
     * @param weights receives their number, 1 on average where all are on the grid, and a little everywhere
     */
    private static void gather(float[] s, double start, double distance, double[] x, double[] weights) {
        int[] count = new int[x.length];
        for (float value : s) {
            double at = Math.floor((value - start) / distance);
            if (at >= 0 && at < x.length) {
                x[(int) at] += value;
                count[(int) at]++;
            }
        }
        for (int n = 0; n < x.length; n++) {
            x[n] = count[n] > 0 ? x[n] / count[n] : start + (n + 0.5) * distance;
            weights[n] = UNSEEN + (double) count[n] * x.length / s.length;
        }
    }
}
