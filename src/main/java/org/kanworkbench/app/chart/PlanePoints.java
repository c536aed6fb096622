package org.kanworkbench.app.chart;

import java.util.Optional;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.explain.Interval;

/**
 * Points in the plane, of classes or with a number each.
 *
 * @param labels class of each point, from 0; empty for numbers
 * @param values number of each point; empty for classes
 * @param scaling of the two columns whose standardised values are the coordinates; empty where these are their own units
 */
public record PlanePoints(float[] xs, float[] ys, int[] labels, float[] values, Optional<ColumnScaling> scaling) {

    private static final double ROOM = 0.08;

    public static final PlanePoints NONE =
            new PlanePoints(new float[0], new float[0], new int[0], new float[0], Optional.empty());

    double rawX(double x) {
        return scaling.map(of -> of.columns().getFirst().raw(x)).orElse(x);
    }

    double rawY(double y) {
        return scaling.map(of -> of.columns().getLast().raw(y)).orElse(y);
    }

    public int count() {
        return xs.length;
    }

    /** The smallest square around all of them, with some room. */
    public GridMap.Square square() {
        Interval across = Interval.of(xs);
        Interval up = Interval.of(ys);
        double extent = Math.max(across.high() - across.low(), up.high() - up.low());
        double size = extent > 0 ? extent * (1 + 2 * ROOM) : 1;
        return count() == 0
                ? new GridMap.Square(-1, -1, 2)
                : new GridMap.Square(
                        (across.low() + across.high() - size) / 2, (up.low() + up.high() - size) / 2, size);
    }
}
