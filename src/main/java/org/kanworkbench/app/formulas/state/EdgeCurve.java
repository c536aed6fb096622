package org.kanworkbench.app.formulas.state;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.kanworkbench.formula.CandidateFit;
import org.kanworkbench.formula.Scaling;

/**
 * What an edge adds at the training rows.
 *
 * @param x ascending places; an input's in its own units
 * @param y the curve there
 * @param unit how the network scales the places
 * @param score share of the output that rests on it
 */
public record EdgeCurve(double[] x, double[] y, Scaling.Affine unit, double score) {

    private static final int POINTS = 129;

    /**
     * Some of the rows, evenly over their ranks.
     *
     * @param x as the network has it
     */
    public static EdgeCurve of(double[] x, double[] y, Scaling.Affine unit, double score) {
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
                IntStream.of(some)
                        .mapToDouble(r -> x[r] * unit.scale() + unit.shift())
                        .toArray(),
                IntStream.of(some).mapToDouble(r -> y[r]).toArray(),
                unit,
                score);
    }

    /** What a function that was fitted to the edge is at a place. */
    public double at(CandidateFit fit, double place) {
        return fit.edge().at((place - unit.shift()) / unit.scale());
    }
}
