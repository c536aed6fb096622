package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.PlotDrawing;
import org.kanworkbench.plot.PlotDrawing.Pen;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Surface;

/** A report's plot in the window's colours: curves with their bands, points, a legend, and the values at the pointer. */
public final class BandPicture extends Picture {

    /** How a curve is drawn. */
    public interface Pens {

        /** In the curve's own colour. */
        Pens PLAIN = (palette, curve) -> new Pen(palette.series(curve.colour()));

        Pen of(Palette palette, Plot.Curve curve);
    }

    private final Pens pens;
    private Plot plot;

    public BandPicture(Pens pens) {
        this.pens = pens;
        getStyleClass().add("band-picture");
        followPointer();
    }

    public void show(Plot shown) {
        plot = shown;
        setAccessibleText(shown.title());
        repaint();
    }

    /** Every point of every curve: curve, x, y, and the band's ends where there is one; then the named points alike. */
    public String csv() {
        CsvText rows = new CsvText("curve", "x", "y", "low", "high");
        for (Plot.Curve curve : plot.curves()) {
            for (int i = 0; i < curve.x().length; i++) {
                boolean band = curve.low().length > i;
                rows.row(
                        curve.label(),
                        curve.x()[i],
                        curve.y()[i],
                        band ? curve.low()[i] : "",
                        band ? curve.high()[i] : "");
            }
        }
        for (Plot.Point point : plot.points()) {
            boolean bar = Double.isFinite(point.low());
            rows.row(point.label(), point.x(), point.y(), bar ? point.low() : "", bar ? point.high() : "");
        }
        return rows.toString();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (plot == null) {
            return;
        }
        PlotArea area =
                new PlotDrawing(plot, surface, palette, curve -> pens.of(palette, curve)).paint(0, width, height);
        if (area.holds(pointer())) {
            read(area, palette);
        }
    }

    private void read(PlotArea area, Palette palette) {
        double nearest = Double.NaN;
        for (Plot.Curve curve : plot.curves()) {
            for (double x : curve.x()) {
                // In pixels: on a logarithmic axis the nearest value is another.
                if (area.x().shows(x)
                        && (Double.isNaN(nearest)
                                || Math.abs(area.x().pixel(x) - pointer())
                                        < Math.abs(area.x().pixel(nearest) - pointer()))) {
                    nearest = x;
                }
            }
        }
        if (Double.isNaN(nearest)) {
            return;
        }
        List<Reading.Row> rows = new ArrayList<>(List.of(Reading.row("at", nearest, null)));
        for (Plot.Curve curve : plot.curves()) {
            for (int i = 0; i < curve.x().length; i++) {
                if (curve.x()[i] == nearest) {
                    rows.add(Reading.row(
                            curve.label(), curve.y()[i], pens.of(palette, curve).colour()));
                }
            }
        }
        area.reading(nearest, rows);
    }
}
