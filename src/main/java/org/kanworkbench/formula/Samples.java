package org.kanworkbench.formula;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.kanworkbench.data.Sha256;

/**
 * Rows of a target, by columns. The arrays are not to be changed.
 *
 * @param x one column an input
 * @param y the target
 * @param classes whether the target is one of two classes, -1 and 1: a prediction beyond its class's number is no error then
 *     (the squared hinge loss of Lee and Mangasarian, 2001), and its sign is the class
 */
public record Samples(double[][] x, double[] y, boolean classes) {

    private static final double NEGLIGIBLE = 1e-9;
    private static final double NEGLIGIBLE_LOSS = 0.02;

    /** Share of the rows that another prediction has to have right beyond these to be notably better, and number. */
    private static final double NOTABLE_SHARE = 0.01;

    private static final double NOTABLE_ROWS = 1.5;
    /** Error, relative to the deviation, below which no other is notably better, and factor from which one is. */
    private static final double NOTABLE_ERROR = 0.01;

    private static final double NOTABLE_FACTOR = 2;

    public Samples(double[][] x, double[] y) {
        this(x, y, false);
    }

    public int rows() {
        return y.length;
    }

    public int inputs() {
        return x.length;
    }

    public Samples select(int[] rows) {
        return new Samples(
                Arrays.stream(x).map(column -> pick(column, rows)).toArray(double[][]::new), pick(y, rows), classes);
    }

    /** SHA-256 of all numbers, as 64 hexadecimal digits. */
    String digest() {
        MessageDigest digest = Sha256.digest();
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * rows());
        Stream.concat(Arrays.stream(x), Stream.of(y)).forEach(column -> {
            bytes.asDoubleBuffer().put(column);
            digest.update(bytes.array());
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** With some of the inputs, in that order. */
    Samples withInputs(int[] places) {
        return new Samples(Arrays.stream(places).mapToObj(i -> x[i]).toArray(double[][]::new), y, classes);
    }

    private static double[] pick(double[] column, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
    }

    /** Of the target, the rows being all there are. */
    public double deviation() {
        double mean = Arrays.stream(y).average().orElse(0);
        return Math.sqrt(
                Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }

    /**
     * Root mean squared errors below this are as good as none. Where classes are told apart with a margin, less loss only
     * bends curves.
     */
    public double negligible() {
        return classes ? NEGLIGIBLE_LOSS : NEGLIGIBLE * deviation();
    }

    /** What errors are relative to: the deviation, or that of other rows where these few have all the same target. */
    double unit(Samples others) {
        double own = deviation();
        return own > 0 ? own : others.deviation();
    }

    /** {@link #negligible()} where these rows may have all the same target. */
    double negligible(Samples others) {
        return classes ? NEGLIGIBLE_LOSS : NEGLIGIBLE * unit(others);
    }

    /** Whether a prediction is beyond its class's number, so that a little more or less is no error. */
    public boolean beyond(int row, double prediction) {
        return classes && prediction * y[row] >= 1;
    }

    public double error(int row, double prediction) {
        return beyond(row, prediction) ? 0 : prediction - y[row];
    }

    /** Root mean squared error of predictions; infinite where one is not finite. */
    public double rmse(double[] predictions) {
        double sum = 0;
        for (int row = 0; row < y.length; row++) {
            double error = error(row, predictions[row]);
            sum += error * error;
        }
        return Double.isFinite(sum) ? Math.sqrt(sum / y.length) : Double.POSITIVE_INFINITY;
    }

    /**
     * Half of Schwarz's criterion (1978): what speaks against a model of so many numbers beside normal noise.
     *
     * @param rmse its error on these rows
     * @param more other rows
     * @param otherRmse its error on them
     */
    double unlikeliness(double rmse, Samples more, double otherRmse, int numbers) {
        int all = rows() + more.rows();
        double mean = (rows() * rmse * rmse + more.rows() * otherRmse * otherRmse) / all;
        return (all * Math.log(mean) + numbers * Math.log(all)) / 2;
    }

    /** How many rows have no value. */
    public int undefined(double[] predictions) {
        return (int) Arrays.stream(predictions).filter(p -> !Double.isFinite(p)).count();
    }

    /** Whether a formula's values are notably worse than those of the network that it was made of. */
    public boolean worse(double[] formula, double[] network) {
        return classes
                ? accuracy(formula) < accuracy(network) - Math.max(NOTABLE_SHARE, NOTABLE_ROWS / rows())
                : rmse(formula) > Math.max(NOTABLE_ERROR * deviation(), NOTABLE_FACTOR * rmse(network));
    }

    /** Share of the rows whose class is the sign of the prediction. */
    public double accuracy(double[] predictions) {
        int right = 0;
        for (int row = 0; row < y.length; row++) {
            right += predictions[row] * y[row] > 0 ? 1 : 0;
        }
        return (double) right / y.length;
    }
}
