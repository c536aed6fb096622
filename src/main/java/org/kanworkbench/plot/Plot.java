package org.kanworkbench.plot;

import java.util.List;

/**
 * A plot of curves over one axis, optionally with bands, and of named points.
 *
 * @param name of the file, without extension
 * @param logX whether the x axis is logarithmic; a 0 is then omitted
 * @param possibleY the largest value that is possible; infinite for none
 */
public record Plot(
        String name,
        String title,
        String xTitle,
        String yTitle,
        boolean logX,
        boolean logY,
        double possibleY,
        List<Curve> curves,
        List<Point> points) {

    public Plot {
        curves = List.copyOf(curves);
        points = List.copyOf(points);
    }

    /** Creates a plot of curves alone. */
    public Plot(
            String name, String title, String xTitle, String yTitle, boolean logX, boolean logY, List<Curve> curves) {
        this(name, title, xTitle, yTitle, logX, logY, Double.POSITIVE_INFINITY, curves, List.of());
    }

    /**
     * A curve with points from left to right.
     *
     * @param colour index of the model
     * @param low lower end of the band; empty for none
     * @param high upper end of the band; empty for none
     */
    public record Curve(String label, int colour, double[] x, double[] y, double[] low, double[] high) {

        public Curve(String label, int colour, double[] x, double[] y) {
            this(label, colour, x, y, new double[0], new double[0]);
        }
    }

    /**
     * A point with its name beside it and an error bar.
     *
     * @param colour index of the series
     * @param low lower end of the error bar; not finite for none
     * @param high upper end of the error bar; not finite for none
     */
    public record Point(String label, int colour, double x, double y, double low, double high) {}
}
