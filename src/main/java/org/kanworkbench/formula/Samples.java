package org.kanworkbench.formula;

import java.util.Arrays;

/**
 * Rows of a target, by columns. The arrays are not to be changed.
 *
 * @param x one column an input
 * @param y the target
 */
public record Samples(double[][] x, double[] y) {

    public int rows() {
        return y.length;
    }

    public int inputs() {
        return x.length;
    }

    public Samples select(int[] rows) {
        return new Samples(Arrays.stream(x).map(column -> pick(column, rows)).toArray(double[][]::new), pick(y, rows));
    }

    private static double[] pick(double[] column, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
    }

    public double mean() {
        return Arrays.stream(y).average().orElse(0);
    }

    /** Of the target, the rows being all there are. */
    public double deviation() {
        double mean = mean();
        return Math.sqrt(
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }

    /** Root mean squared error of predictions; not a number where one is not. */
    public double rmse(double[] predictions) {
        double sum = 0;
        for (int row = 0; row < y.length; row++) {
            sum += (predictions[row] - y[row]) * (predictions[row] - y[row]);
        }
        return Math.sqrt(sum / y.length);
    }
}
