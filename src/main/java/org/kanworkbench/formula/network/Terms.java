package org.kanworkbench.formula.network;

import org.kanworkbench.network.Activation;

/** What all edges of one input are made of: a base activation, and basis functions over a range of the input. */
public sealed interface Terms permits Knots, Stretched {

    /** Basis functions, and so coefficients of an edge. */
    int count();

    /** Functions that {@link #evaluate} writes at once. */
    int width();

    /**
     * Values and slopes of the functions that may differ from 0 at x.
     *
     * @param values written from {@code at} on
     * @param slopes likewise
     * @return the index of the first of these functions; those below 0 or from {@link #count()} on do not exist, and what is
     *     written for them is 0
     */
    int evaluate(double x, double[] values, double[] slopes, int at);

    /** Lower end of the range. */
    double lower();

    /** Upper end of the range. */
    double upper();

    /** SiLU, or none. */
    Activation base();

    /** Intervals of a grid, or functions where there is none. */
    int resolution();

    /** The same kind of functions over another range, evenly. */
    Terms over(double lower, double upper);

    /**
     * The same kind of functions over the range of samples.
     *
     * @param sorted samples, ascending
     * @param evenShare of a grid, see {@link Knots#ofSamples}
     */
    Terms adapted(double[] sorted, double evenShare);

    /** With a grid of other intervals; the same where there is none. */
    Terms refined(int intervals);

    /** Every function at every place: places × functions. */
    default double[][] matrix(double[] x) {
        double[][] matrix = new double[x.length][count()];
        double[] values = new double[width()];
        double[] slopes = new double[width()];
        for (int r = 0; r < x.length; r++) {
            int first = evaluate(x[r], values, slopes, 0);
            for (int t = Math.max(0, -first); t < values.length && first + t < count(); t++) {
                matrix[r][first + t] = values[t];
            }
        }
        return matrix;
    }
}
