package org.kanworkbench.plot;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kanworkbench.plot.Plot.Curve;
import org.kanworkbench.plot.Plot.Point;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * Draws a plot: legend, axes, bands, curves and points.
 *
 * @param pens of curves
 */
public record PlotDrawing(Plot plot, Surface surface, Palette palette, Function<Curve, Pen> pens) {

    public static final int WIDTH = 640;
    public static final int HEIGHT = 400;
    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double TITLE = 15;
    private static final double HEAD = 36;

    private static final double LETTER = 4.8;
    private static final double ROOM = 0.06;
    private static final double BAND_OPACITY = 0.16;
    private static final double ACROSS = 0.03;
    private static final double DOT = 2.75;
    private static final double POINT = 3.5;
    private static final double LINE = 1.75;
    private static final int MOST_DOTS = 40;

    /** @param dashes see {@link Surface#polyline} */
    public record Pen(Colour colour, double... dashes) {}

    /** A standalone light plot with its title. */
    public static <S extends Surface> S page(Plot plot, S surface) {
        StyleSheets sheets = StyleSheets.light();
        Palette light = sheets.palette();
        surface.fill(light.paper(), 0, 0, WIDTH, HEIGHT);
        surface.text(plot.title(), TITLE, sheets.colour("-text"), LEFT, HEAD / 2, Anchor.START);
        new PlotDrawing(plot, surface, light, curve -> new Pen(light.series(curve.colour())))
                .paint(HEAD, WIDTH, HEIGHT);
        return surface;
    }

    /** @param head y of its upper end */
    public PlotArea paint(double head, double width, double height) {
        double right = Math.max(LEFT + 1, width - RIGHT);
        Legend legend = new Legend(surface, palette, head, LEFT, right);
        plot.curves()
                .forEach(c -> legend.line(
                        c.label(), pens.apply(c).colour(), pens.apply(c).dashes()));
        double top = legend.bottom() + 12;
        Axis x = axis(plot.logX(), true, LEFT, right, ACROSS);
        Axis y = axis(plot.logY(), false, Math.max(top + 1, height - PlotArea.BELOW), top, ROOM);
        PlotArea area = new PlotArea(surface, palette, x, y);
        area.axes(fitted(plot.xTitle(), right - LEFT), "");
        if (!plot.logY()) {
            area.zero();
        }
        surface.text(fitted(plot.yTitle(), width - 8), palette.hint(), 4, top - 12, Anchor.START);
        for (Curve curve : plot.curves()) {
            Colour colour = pens.apply(curve).colour();
            area.band(curve.x(), curve.low(), curve.high(), colour.faded(BAND_OPACITY));
        }
        for (Curve curve : plot.curves()) {
            Pen pen = pens.apply(curve);
            area.line(curve.x(), curve.y(), pen.colour(), LINE, pen.dashes());
            if (curve.x().length <= MOST_DOTS) {
                area.dots(curve.x(), curve.y(), pen.colour(), DOT);
            }
        }
        points(area);
        return area;
    }

    /** Names keep clear of dots and of the first curve. */
    private void points(PlotArea area) {
        Axis x = area.x();
        Axis y = area.y();
        // One that has no place would keep the names of all others away.
        List<Point> shown = plot.points().stream()
                .filter(point -> x.shows(point.x()) && y.shows(point.y()))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        PointLabels labels = new PointLabels(surface, palette, x.start(), x.end(), y.end(), y.start());
        plot.curves().stream()
                .limit(1)
                .forEach(curve -> labels.avoidLine(
                        Arrays.stream(curve.x()).map(x::pixel).toArray(),
                        Arrays.stream(curve.y()).map(y::pixel).toArray()));
        for (Point point : shown) {
            Colour colour = palette.series(point.colour());
            double low = y.lowEnd(point.low());
            if (y.shows(low) && y.shows(point.high())) {
                double top = Math.max(y.end(), y.pixel(point.high()));
                double bottom = Math.min(y.start(), y.pixel(low));
                surface.line(colour, x.pixel(point.x()), top, x.pixel(point.x()), bottom);
                labels.avoidBar(x.pixel(point.x()), top, bottom);
            }
            area.dots(new double[] {point.x()}, new double[] {point.y()}, colour, POINT);
            labels.avoidDot(x.pixel(point.x()), y.pixel(point.y()), POINT);
        }
        shown.forEach(point -> labels.name(point.label(), x.pixel(point.x()), y.pixel(point.y())));
    }

    private static String fitted(String text, double room) {
        return Surface.fitted(text, (int) Math.max(4, room / LETTER));
    }

    private Axis axis(boolean logarithmic, boolean across, double start, double end, double room) {
        Scale scale = logarithmic ? Scale.LOG : Scale.LINEAR;
        Stream<double[]> curves = plot.curves().stream()
                .flatMap(curve -> across ? Stream.of(curve.x()) : Stream.of(curve.y(), curve.low(), curve.high()));
        Stream<double[]> points = plot.points().stream()
                .map(point -> across ? new double[] {point.x()} : new double[] {point.y(), point.low(), point.high()});
        return Axis.around(scale, Stream.concat(curves, points).flatMapToDouble(Arrays::stream), room, start, end)
                .upTo(across ? Double.POSITIVE_INFINITY : plot.possibleY());
    }
}
