package org.kanworkbench.app.formulas;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What an edge adds at the training rows.
 *
 * @param x ascending places, as the network has them
 * @param y the curve there
 * @param score share of the output that rests on it
 */
record EdgeCurve(double[] x, double[] y, double score) {

    private static final int POINTS = 129;

    /** Some of the rows, evenly over their ranks. */
    static EdgeCurve of(double[] x, double[] y, double score) {
        int[] order = IntStream.range(0, x.length)
                .boxed()
                .sorted(Comparator.comparingDouble(r -> x[r]))
                .mapToInt(Integer::intValue)
                .toArray();
        int points = Math.min(POINTS, order.length);
        int[] some = IntStream.range(0, points)
                .map(p -> order[points == 1 ? 0 : (int) ((long) p * (order.length - 1) / (points - 1))])
                .toArray();
        return new EdgeCurve(
                IntStream.of(some).mapToDouble(r -> x[r]).toArray(),
                IntStream.of(some).mapToDouble(r -> y[r]).toArray(),
                score);
    }
}
