package org.kanworkbench.app.train.settings;

import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;

/** The functions of a basis over its domain, small. */
final class BasisPicture extends Picture {

    private static final int POINTS = 33;
    private static final int MOST = 6;
    private static final double[] UNBROKEN = {};

    private Basis basis;

    BasisPicture() {
        getStyleClass().add("basis-picture");
    }

    /** @param shown null for nothing */
    void show(Basis shown) {
        basis = shown;
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        surface.line(palette.grid(), 0, height / 2, width, height / 2);
        int terms = basis == null ? 0 : basis.terms();
        double[][] values = new double[POINTS][terms];
        double[] slopes = new double[terms];
        double most = 1e-9;
        for (int p = 0; p < POINTS && terms > 0; p++) {
            basis.evaluate(x(p), values[p], slopes);
            for (double value : values[p]) {
                most = Math.max(most, Math.abs(value));
            }
        }
        int first = basis != null && basis.constantFirst() ? 1 : 0;
        for (int k = first; k < Math.min(terms, first + MOST); k++) {
            double[] xs = new double[POINTS];
            double[] ys = new double[POINTS];
            for (int p = 0; p < POINTS; p++) {
                xs[p] = p * width / (POINTS - 1);
                ys[p] = height / 2 - values[p][k] / most * (height / 2 - 2);
            }
            Colour colour = palette.series(k - first);
            surface.polyline(colour, 1.25, UNBROKEN, xs, ys, POINTS);
        }
    }

    private double x(int point) {
        return basis.lower() + (basis.upper() - basis.lower()) * point / (POINTS - 1);
    }
}
