package org.kanworkbench.app.noise.sweep;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.paint.Color;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.PlotArea;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.app.noise.fit.Legend;
import org.kanworkbench.app.noise.fit.SeriesInk;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.noise.report.Plot;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/** A report's plot in the window's colours: curves with their bands, a legend, and the values at the pointer. */
public final class BandPicture extends Picture {

    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double BOTTOM = 40;
    private static final double LETTER = 4.8;
    private static final double ROOM = 0.06;
    private static final double BAND_OPACITY = 0.16;
    private static final double DOT = 2.5;
    private static final int MOST_DOTS = 40;

    private Plot plot;
    private double pointer = Double.NaN;

    public BandPicture() {
        getStyleClass().add("band-picture");
        setOnMouseMoved(event -> point(event.getX()));
        setOnMouseExited(_ -> point(Double.NaN));
    }

    private void point(double pixel) {
        pointer = pixel;
        repaint();
    }

    void show(Plot shown) {
        plot = shown;
        setAccessibleText(shown.title());
        repaint();
    }

    /** Every point of every curve: curve, x, y, and the band's ends where there is one. */
    String csv() {
        StringBuilder rows = new StringBuilder("curve,x,y,low,high\n");
        for (Plot.Curve curve : plot.curves()) {
            for (int i = 0; i < curve.x().length; i++) {
                boolean band = curve.low().length > i;
                rows.append('"').append(curve.label().replace("\"", "\"\"")).append('"');
                rows.append(',').append(curve.x()[i]).append(',').append(curve.y()[i]);
                rows.append(',').append(band ? curve.low()[i] : "");
                rows.append(',').append(band ? curve.high()[i] : "").append('\n');
            }
        }
        return rows.toString();
    }

    @Override
    protected void paint(Surface surface, Inks inks, double width, double height) {
        if (plot == null) {
            return;
        }
        double right = Math.max(LEFT + 1, width - RIGHT);
        double top = legend(surface, inks, right) + 12;
        Axis x = axis(plot.logX(), true, LEFT, right, 0);
        Axis y = axis(plot.logY(), false, Math.max(top + 1, height - BOTTOM), top, ROOM);
        PlotArea area = new PlotArea(surface, inks, x, y);
        area.axes(shortened(plot.xTitle(), right - LEFT), "");
        if (!plot.logY()) {
            area.zero();
        }
        surface.text(shortened(plot.yTitle(), width - 8), inks.hint(), 4, top - 12, Anchor.START);
        for (Plot.Curve curve : plot.curves()) {
            Color colour = inks.series(series(curve));
            area.band(curve.x(), curve.low(), curve.high(), colour.deriveColor(0, 1, 1, BAND_OPACITY));
        }
        for (Plot.Curve curve : plot.curves()) {
            int series = series(curve);
            area.line(curve.x(), curve.y(), inks.series(series), 1.5, SeriesInk.dashes(series));
            if (curve.x().length <= MOST_DOTS) {
                area.dots(curve.x(), curve.y(), inks.series(series), DOT);
            }
        }
        if (pointer >= LEFT && pointer <= right) {
            read(area, inks, x.value(pointer));
        }
    }

    private static int series(Plot.Curve curve) {
        return Candidate.named(curve.label()).map(Candidate::series).orElse(curve.colour());
    }

    private double legend(Surface surface, Inks inks, double right) {
        Legend legend = new Legend(surface, inks, LEFT, right);
        for (Plot.Curve curve : plot.curves()) {
            int series = series(curve);
            legend.line(curve.label(), inks.series(series), SeriesInk.dashes(series));
        }
        return legend.bottom();
    }

    private static String shortened(String text, double room) {
        int letters = (int) Math.max(4, room / LETTER);
        return text.length() <= letters ? text : text.substring(0, letters - 1) + "…";
    }

    private Axis axis(boolean logarithmic, boolean across, double start, double end, double room) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Plot.Curve curve : plot.curves()) {
            List<double[]> parts = across ? List.of(curve.x()) : List.of(curve.y(), curve.low(), curve.high());
            for (double[] part : parts) {
                for (double value : part) {
                    if (Double.isFinite(value) && (!logarithmic || value > 0)) {
                        least = Math.min(least, value);
                        most = Math.max(most, value);
                    }
                }
            }
        }
        boolean empty = least > most;
        return Axis.around(
                logarithmic ? Scale.LOG : Scale.LINEAR, empty ? 0.1 : least, empty ? 1 : most, room, start, end);
    }

    private void read(PlotArea area, Inks inks, double at) {
        double nearest = Double.NaN;
        for (Plot.Curve curve : plot.curves()) {
            for (double x : curve.x()) {
                if (Double.isNaN(nearest) || Math.abs(x - at) < Math.abs(nearest - at)) {
                    nearest = x;
                }
            }
        }
        if (Double.isNaN(nearest)) {
            return;
        }
        List<PlotArea.Entry> entries = new ArrayList<>();
        for (Plot.Curve curve : plot.curves()) {
            for (int i = 0; i < curve.x().length; i++) {
                if (curve.x()[i] == nearest) {
                    entries.add(new PlotArea.Entry(curve.label(), curve.y()[i], inks.series(series(curve))));
                }
            }
        }
        area.reading("at", nearest, entries);
    }
}
