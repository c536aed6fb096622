package org.kanworkbench.plot;

import java.util.List;

/**
 * A plot of curves over one axis, optionally with bands.
 *
 * @param name of the file, without extension
 * @param logX whether the x axis is logarithmic; a 0 is then omitted
 */
public record Plot(
        String name, String title, String xTitle, String yTitle, boolean logX, boolean logY, List<Curve> curves) {

    public Plot {
        curves = List.copyOf(curves);
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
}
