package org.kanworkbench.data.function;

import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Rows of inputs and their outputs. Do not modify the arrays.
 *
 * @param inputs number of inputs
 * @param x rows × inputs, row-major
 * @param y one per row
 */
public record Points(int inputs, double[] x, double[] y) {

    public Points {
        if (x.length != inputs * y.length) {
            throw new IllegalArgumentException(x.length + " inputs do not make " + y.length + " rows of " + inputs);
        }
    }

    /**
     * Rows and what a function makes of them.
     *
     * @param function does not keep the row
     */
    public static Points of(int inputs, double[] x, ToDoubleFunction<double[]> function) {
        double[] y = new double[x.length / inputs];
        double[] row = new double[inputs];
        for (int r = 0; r < y.length; r++) {
            System.arraycopy(x, r * inputs, row, 0, inputs);
            y[r] = function.applyAsDouble(row);
        }
        return new Points(inputs, x, y);
    }

    public int rows() {
        return y.length;
    }

    public double x(int row, int input) {
        return x[row * inputs + input];
    }

    /** The values of an input. */
    public DoubleStream column(int input) {
        return IntStream.range(0, rows()).mapToDouble(row -> x(row, input));
    }

    /** The given rows, in the given order. */
    public Points select(int[] rows) {
        double[] someX = new double[rows.length * inputs];
        double[] someY = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(x, rows[r] * inputs, someX, r * inputs, inputs);
            someY[r] = y[rows[r]];
        }
        return new Points(inputs, someX, someY);
    }

    /** Mean squared error of predictions, one per row. */
    public double meanSquaredError(double[] predictions) {
        double sum = 0;
        for (int row = 0; row < y.length; row++) {
            double error = predictions[row] - y[row];
            sum += error * error;
        }
        return sum / y.length;
    }

    public double mean() {
        double sum = 0;
        for (double value : y) {
            sum += value;
        }
        return sum / y.length;
    }

    /** Population variance of the outputs. */
    public double variance() {
        double mean = mean();
        double sum = 0;
        for (double value : y) {
            sum += (value - mean) * (value - mean);
        }
        return sum / y.length;
    }
}
