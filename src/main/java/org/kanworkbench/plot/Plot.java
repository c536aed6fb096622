package org.kanworkbench.plot;

import java.util.List;

/**
 * Curves over one axis, with bands where they have some.
 *
 * @param name of the file, without ending
 * @param logX whether decades are equally long; a 0 is then left out
 */
public record Plot(
        String name, String title, String xTitle, String yTitle, boolean logX, boolean logY, List<Curve> curves) {

    public Plot {
        curves = List.copyOf(curves);
    }

    /**
     * One curve, its points from left to right.
     *
     * @param colour of a model, by its place in the line-up
     * @param low of the band; empty for none
     * @param high of the band; empty for none
     */
    public record Curve(String label, int colour, double[] x, double[] y, double[] low, double[] high) {

        public Curve(String label, int colour, double[] x, double[] y) {
            this(label, colour, x, y, new double[0], new double[0]);
        }
    }
}
