package org.kanworkbench.formula.network;

import java.util.Arrays;
import org.kanworkbench.network.Activation;

/**
 * The knots of the B-splines of one input, by Cox and de Boor's recursion. Intervals are half-open and may be of different
 * or no width; outside of the knots every function is 0.
 *
 * @param extended intervals + 2·order + 1 knots, ascending: the grid, continued by {@code order} even steps on both sides
 * @param order of the polynomials
 */
public record Knots(double[] extended, int order) implements Terms {

    public static Knots even(double lower, double upper, int intervals, int order) {
        double[] grid = new double[intervals + 1];
        for (int i = 0; i <= intervals; i++) {
            grid[i] = lower + (upper - lower) * i / intervals;
        }
        return over(grid, order);
    }

    /** Over a grid of intervals + 1 points. */
    public static Knots over(double[] grid, int order) {
        int intervals = grid.length - 1;
        double step = (grid[intervals] - grid[0]) / intervals;
        double[] knots = new double[grid.length + 2 * order];
        System.arraycopy(grid, 0, knots, order, grid.length);
        for (int i = 1; i <= order; i++) {
            knots[order - i] = knots[order - i + 1] - step;
            knots[order + intervals + i] = knots[order + intervals + i - 1] + step;
        }
        return new Knots(knots, order);
    }

    /**
     * Between quantiles of samples and even steps over their range, as pykan moves grids.
     *
     * @param sorted samples, ascending
     * @param evenShare 0 for quantiles, 1 for even steps; pykan's {@code grid_eps}
     */
    public static Knots ofSamples(double[] sorted, int intervals, int order, double evenShare) {
        double[] grid = new double[intervals + 1];
        int last = sorted.length - 1;
        for (int i = 0; i <= intervals; i++) {
            int rank = i == intervals ? last : (int) ((double) sorted.length / intervals * i);
            double even = sorted[0] + (sorted[last] - sorted[0]) * i / intervals;
            grid[i] = evenShare * even + (1 - evenShare) * sorted[rank];
        }
        return over(grid, order);
    }

    public int intervals() {
        return extended.length - 1 - 2 * order;
    }

    @Override
    public int count() {
        return extended.length - 1 - order;
    }

    @Override
    public int width() {
        return order + 1;
    }

    @Override
    public double lower() {
        return extended[order];
    }

    @Override
    public double upper() {
        return extended[extended.length - 1 - order];
    }

    @Override
    public Activation base() {
        return Activation.SILU;
    }

    @Override
    public int resolution() {
        return intervals();
    }

    @Override
    public Knots over(double lower, double upper) {
        return even(lower, upper, intervals(), order);
    }

    @Override
    public Knots adapted(double[] sorted, double evenShare) {
        return ofSamples(sorted, intervals(), order, evenShare);
    }

    /** The grid without its continuation. */
    public double[] grid() {
        return Arrays.copyOfRange(extended, order, extended.length - order);
    }

    /** The grid with other intervals, interpolated over the place of its points, as pykan refines. */
    @Override
    public Knots refined(int intervals) {
        double[] old = grid();
        double[] grid = new double[intervals + 1];
        for (int i = 0; i <= intervals; i++) {
            double place = (double) i * (old.length - 1) / intervals;
            int below = Math.min((int) place, old.length - 2);
            grid[i] = old[below] + (place - below) * (old[below + 1] - old[below]);
        }
        return over(grid, order);
    }

    @Override
    public int evaluate(double x, double[] values, double[] slopes, int at) {
        int interval = interval(x);
        int first = interval - order;
        if (interval < 0) {
            Arrays.fill(values, at, at + order + 1, 0);
            Arrays.fill(slopes, at, at + order + 1, 0);
            return 0;
        }
        values[at] = 1;
        for (int degree = 1; degree <= order; degree++) {
            if (degree == order) {
                slopes(first, values, slopes, at);
            }
            double carried = 0;
            for (int j = 0; j < degree; j++) {
                double right = knot(interval + j + 1);
                double left = knot(interval + j + 1 - degree);
                double width = right - left;
                double share = width == 0 ? 0 : values[at + j] / width;
                values[at + j] = carried + (right - x) * share;
                carried = (x - left) * share;
            }
            values[at + degree] = carried;
        }
        for (int j = 0; j <= order; j++) {
            if (first + j < 0 || first + j >= count()) {
                values[at + j] = 0;
                slopes[at + j] = 0;
            }
        }
        return first;
    }

    /** From the values of one order less, which are at {@code values}: B' = k·(b₀/(t₀ … t_k) − b₁/(t₁ … t_k+1)). */
    private void slopes(int first, double[] values, double[] slopes, int at) {
        for (int j = 0; j <= order; j++) {
            double above = j == 0 ? 0 : share(values[at + j - 1], knot(first + j + order) - knot(first + j));
            double below = j == order ? 0 : share(values[at + j], knot(first + j + order + 1) - knot(first + j + 1));
            slopes[at + j] = order * (above - below);
        }
    }

    private static double share(double value, double width) {
        return width == 0 ? 0 : value / width;
    }

    /** Continued evenly beyond the last knot, where only functions lie that do not exist. */
    private double knot(int index) {
        if (index < 0) {
            return extended[0] + index * (extended[1] - extended[0]);
        }
        int last = extended.length - 1;
        return index <= last
                ? extended[index]
                : extended[last] + (index - last) * (extended[last] - extended[last - 1]);
    }

    /** Coefficients of the spline that is x itself (Greville's abscissae). */
    public double[] identity() {
        double[] means = new double[count()];
        for (int t = 0; t < means.length; t++) {
            for (int i = 1; i <= order; i++) {
                means[t] += extended[t + i] / order;
            }
        }
        return means;
    }

    private int interval(double x) {
        if (!(x >= extended[0] && x < extended[extended.length - 1])) {
            return -1;
        }
        int low = 0;
        int high = extended.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (extended[middle] <= x) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
