package org.kanworkbench.app.draw.sketch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.Point2D;

/**
 * One movement of the pen.
 *
 * @param width of the pen, in the drawing's pixels
 * @param points where the pen was, at least one, in the drawing's pixels
 */
public record Stroke(double width, List<Point2D> points) {

    /** Longest piece of a flattened curve, in pixels: too short to see a corner. */
    private static final double PIECE = 4;

    /** Cosine of the least turn, a hundred degrees, that is a corner. */
    private static final double CORNER = -0.17;

    public Stroke {
        points = List.copyOf(points);
    }

    Stroke through(Point2D next) {
        List<Point2D> longer = new ArrayList<>(points);
        longer.add(next);
        return new Stroke(width, longer);
    }

    public Point2D last() {
        return points.getLast();
    }

    /**
     * The line that is drawn, as x, y, x, y …: quadratic curves from the first point on
     * from middle to middle with the pen's points as controls, so that it never leaves their hull, then straight to the last.
     * Where the pen turns sharply the line goes through the point: a fast pen has few points, and a corner would be cut off.
     */
    double[] line() {
        Line line = new Line();
        Point2D first = points.getFirst();
        line.add(first.getX(), first.getY());
        for (int i = 1; i < points.size() - 1; i++) {
            Point2D control = points.get(i);
            if (isCorner(points.get(i - 1), control, points.get(i + 1))) {
                line.add(control.getX(), control.getY());
            } else {
                line.curve(control, control.midpoint(points.get(i + 1)));
            }
        }
        line.add(last().getX(), last().getY());
        return line.toArray();
    }

    private static boolean isCorner(Point2D before, Point2D at, Point2D after) {
        return at.subtract(before).normalize().dotProduct(after.subtract(at).normalize()) < CORNER;
    }

    private static final class Line {

        private double[] values = new double[64];
        private int size;

        void add(double x, double y) {
            if (size + 2 > values.length) {
                values = Arrays.copyOf(values, values.length * 2);
            }
            values[size++] = x;
            values[size++] = y;
        }

        void curve(Point2D control, Point2D end) {
            Point2D start = new Point2D(values[size - 2], values[size - 1]);
            int pieces = Math.max(1, (int) Math.ceil((start.distance(control) + control.distance(end)) / PIECE));
            for (int i = 1; i <= pieces; i++) {
                double t = (double) i / pieces;
                double a = (1 - t) * (1 - t);
                double b = 2 * t * (1 - t);
                double c = t * t;
                add(
                        a * start.getX() + b * control.getX() + c * end.getX(),
                        a * start.getY() + b * control.getY() + c * end.getY());
            }
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }
}
