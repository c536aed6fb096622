package org.kanworkbench.app.draw.sketch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
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
        line.add(points.getFirst());
        for (int i = 1; i < points.size() - 1; i++) {
            Point2D control = points.get(i);
            if (isCorner(points.get(i - 1), control, points.get(i + 1))) {
                line.add(control);
            } else {
                line.curve(control, control.midpoint(points.get(i + 1)));
            }
        }
        line.add(last());
        return line.values.build().toArray();
    }

    private static boolean isCorner(Point2D before, Point2D at, Point2D after) {
        return at.subtract(before).normalize().dotProduct(after.subtract(at).normalize()) < CORNER;
    }

    private static final class Line {

        private final DoubleStream.Builder values = DoubleStream.builder();
        private Point2D end;

        void add(Point2D point) {
            values.add(point.getX()).add(point.getY());
            end = point;
        }

        void curve(Point2D control, Point2D to) {
            Point2D start = end;
            int pieces = Math.max(1, (int) Math.ceil((start.distance(control) + control.distance(to)) / PIECE));
            for (int i = 1; i <= pieces; i++) {
                double t = (double) i / pieces;
                double a = (1 - t) * (1 - t);
                double b = 2 * t * (1 - t);
                double c = t * t;
                add(new Point2D(
                        a * start.getX() + b * control.getX() + c * to.getX(),
                        a * start.getY() + b * control.getY() + c * to.getY()));
            }
        }
    }
}
