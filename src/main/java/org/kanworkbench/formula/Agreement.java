package org.kanworkbench.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.kanworkbench.formula.network.MultKan;

/**
 * A formula and the network that it was made of, at points that neither has seen: evenly over the ranges of the training
 * rows. In the target's units.
 *
 * @param network its value at each point
 * @param formula the same; not a number where it is not defined
 * @param greatest difference where the formula is defined
 * @param rms root mean square of the differences there
 * @param gaps of every input, the range of those points where the formula is not defined; empty where it is everywhere
 */
public record Agreement(double[] network, double[] formula, double greatest, double rms, List<Gap> gaps) {

    /** Points that are compared. */
    private static final int POINTS = 2000;

    /** Least and greatest value of an input. */
    public record Gap(String input, double from, double to) {}

    /**
     * @param rows those that the network was fitted to
     * @param scaling of the network
     */
    public static Agreement of(Formula formula, MultKan network, Samples rows, Scaling scaling, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // Of the words of a column one is said at a time: columns of 0 and 1 are as in one of the rows.
        int[] from = random.ints(POINTS, 0, rows.rows()).toArray();
        double[][] x = Arrays.stream(rows.x())
                .map(column -> {
                    if (Arrays.stream(column).allMatch(value -> value == 0 || value == 1)) {
                        return Arrays.stream(from)
                                .mapToDouble(row -> column[row])
                                .toArray();
                    }
                    double low = Arrays.stream(column).min().orElse(0);
                    double high = Arrays.stream(column).max().orElse(0);
                    return random.doubles(POINTS)
                            .map(share -> low + share * (high - low))
                            .toArray();
                })
                .toArray(double[][]::new);
        Samples points = new Samples(x, new double[POINTS]);
        double[] expected = scaling.values(network, points);
        double[] told = formula.values(points);
        int[] defined =
                IntStream.range(0, POINTS).filter(p -> Double.isFinite(told[p])).toArray();
        double greatest = 0;
        double squares = 0;
        for (int p : defined) {
            double difference = Math.abs(told[p] - expected[p]);
            greatest = Math.max(greatest, difference);
            squares += difference * difference;
        }
        return new Agreement(
                expected,
                told,
                greatest,
                Math.sqrt(squares / Math.max(1, defined.length)),
                gaps(formula, points, told));
    }

    private static List<Gap> gaps(Formula formula, Samples points, double[] told) {
        int[] missing = IntStream.range(0, POINTS)
                .filter(p -> !Double.isFinite(told[p]))
                .toArray();
        List<Gap> gaps = new ArrayList<>();
        for (int i = 0; missing.length > 0 && i < points.inputs(); i++) {
            double[] column = points.x()[i];
            gaps.add(new Gap(
                    formula.names().get(i),
                    Arrays.stream(missing).mapToDouble(p -> column[p]).min().orElseThrow(),
                    Arrays.stream(missing).mapToDouble(p -> column[p]).max().orElseThrow()));
        }
        return gaps;
    }

    /** Points where the formula is not defined. */
    public int undefined() {
        return (int) Arrays.stream(formula).filter(v -> !Double.isFinite(v)).count();
    }

    /** Share of points at which both tell one class: above 0 the positive one. Where the formula is undefined, neither. */
    public double sameClass() {
        long same = IntStream.range(0, formula.length)
                .filter(i -> Double.isFinite(formula[i]) && formula[i] > 0 == network[i] > 0)
                .count();
        return (double) same / formula.length;
    }

    public int points() {
        return formula.length;
    }
}
