package org.kanworkbench.app.chart;

/**
 * Labelled points in the plane.
 *
 * @param labels class of each point, from 0
 */
public record PlanePoints(float[] xs, float[] ys, int[] labels) {

    private static final double ROOM = 0.08;

    public static final PlanePoints NONE = new PlanePoints(new float[0], new float[0], new int[0]);

    public int count() {
        return labels.length;
    }

    /** The smallest square around all of them, with some room. */
    public ClassMap.Square square() {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.POSITIVE_INFINITY;
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count(); i++) {
            left = Math.min(left, xs[i]);
            right = Math.max(right, xs[i]);
            bottom = Math.min(bottom, ys[i]);
            top = Math.max(top, ys[i]);
        }
        double extent = Math.max(right - left, top - bottom);
        double size = extent > 0 ? extent * (1 + 2 * ROOM) : 1;
        return count() == 0
                ? new ClassMap.Square(-1, -1, 2)
                : new ClassMap.Square((left + right - size) / 2, (bottom + top - size) / 2, size);
    }
}
