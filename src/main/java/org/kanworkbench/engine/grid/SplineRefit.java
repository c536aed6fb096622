package org.kanworkbench.engine.grid;

import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.kanworkbench.network.basis.BSpline;

/**
 * Where a B-spline grid should lie for given inputs, and how coefficients change when it moves there, so that functions
 * stay: rule and formulas are in docs/math/b-spline.md. The idea is that of KAN's grid update (Liu et al., 2024).
 */
public final class SplineRefit {

    /** Share of the inputs below the lower end, and above the upper one, before the margin is added. */
    private static final double TAIL = 0.001;
    /** Added on both sides, in widths of the range between the tails. */
    private static final double MARGIN = 0.05;
    /** An end that would move by less than so many steps stays, if the range between the tails is on the grid. */
    private static final double STAYS = 0.5;

    private static final int POINTS_PER_STEP = 16;
    /** Weight of a point without inputs, against a mean of 1: enough to be determined, too little to be seen. */
    private static final double UNSEEN = 1e-8;

    private SplineRefit() {}

    /**
     * The grid for these inputs.
     *
     * @param s what the basis meets; sorted here
     * @return empty when the grid is good as it is, or when the inputs do not say
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
     * The matrix that turns an edge's coefficients on one grid into those on another, by least squares over points that
     * are weighted by the inputs near them. It is the same for all edges: one factorisation a layer.
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
        // Of full rank: every function meets points of some weight. Not by the normal equations, which would square the
        // condition that small weights make.
        return new QRDecomposition(new Array2DRowRealMatrix(a, false))
                .getSolver()
                .solve(new Array2DRowRealMatrix(b, false))
                .getData();
    }

    /**
     * Joins inputs that lie close together to one point.
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
