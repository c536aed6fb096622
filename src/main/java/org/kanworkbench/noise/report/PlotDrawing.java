package org.kanworkbench.noise.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kanworkbench.noise.report.Drawing.Anchor;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/** Draws plots, light, with a legend below the title. */
public final class PlotDrawing {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final double LEFT = 64;
    private static final double RIGHT = WIDTH - 20;
    /** Of the plot where the legend has one row. */
    private static final double TOP = 64;

    private static final double LEGEND = 40;
    private static final double LEGEND_ROW = 16;
    private static final double BOTTOM = HEIGHT - 48;
    private static final int TEXT = 0x24292f;
    private static final int HINT = 0x57606a;
    private static final int GRID = 0xe6e8eb;
    /** Okabe and Ito's, in the order of the window's. */
    private static final int[] COLOURS = {0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xd55e00};

    private static final double BAND_OPACITY = 0.16;
    private static final double LETTER = 6;
    private static final double MARGIN = 0.04;
    private static final double PIXELS_PER_X_TICK = 70;
    private static final double PIXELS_PER_Y_TICK = 40;

    private final Drawing drawing;
    private final Plot plot;
    private final double top;
    private final Axis x;
    private final Axis y;

    private PlotDrawing(Plot plot, Drawing drawing) {
        this.plot = plot;
        this.drawing = drawing;
        List<double[]> xs = new ArrayList<>();
        List<double[]> ys = new ArrayList<>();
        for (Plot.Curve curve : plot.curves()) {
            xs.add(curve.x());
            ys.add(curve.y());
            ys.add(curve.low());
            ys.add(curve.high());
        }
        x = axis(plot.logX(), xs, LEFT, RIGHT);
        top = TOP + LEGEND_ROW * legendRow(plot.curves().size());
        y = axis(plot.logY(), ys, BOTTOM, top);
    }

    /** Wide enough for all values that can be shown. */
    private static Axis axis(boolean log, List<double[]> values, double start, double end) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        Scale scale = log ? Scale.LOG : Scale.LINEAR;
        for (double[] some : values) {
            for (double value : some) {
                if (shows(scale, value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        return least <= most ? Axis.around(scale, least, most, MARGIN, start, end) : new Axis(scale, 1, 10, start, end);
    }

    private static boolean shows(Scale scale, double value) {
        return Double.isFinite(value) && (scale != Scale.LOG || value > 0);
    }

    private static boolean shows(Axis axis, double value) {
        return shows(axis.scale(), value);
    }

    public static String svg(Plot plot) {
        SvgDrawing drawing = new SvgDrawing(WIDTH, HEIGHT);
        new PlotDrawing(plot, drawing).paint();
        return drawing.document();
    }

    public static void png(Plot plot, OutputStream out) throws IOException {
        ImageDrawing drawing = new ImageDrawing(WIDTH, HEIGHT);
        new PlotDrawing(plot, drawing).paint();
        drawing.writePng(out);
    }

    private void paint() {
        drawing.text(plot.title(), TEXT, 15, LEFT, 22, Anchor.START);
        axes();
        plot.curves().forEach(this::band);
        plot.curves().forEach(this::curve);
        legend();
    }

    private void axes() {
        for (double tick : y.ticks(PIXELS_PER_Y_TICK)) {
            drawing.line(GRID, 1, LEFT, y.pixel(tick), RIGHT, y.pixel(tick));
            drawing.text(number(tick), HINT, 11, LEFT - 8, y.pixel(tick) + 4, Anchor.END);
        }
        for (double tick : x.ticks(PIXELS_PER_X_TICK)) {
            drawing.line(HINT, 1, x.pixel(tick), BOTTOM, x.pixel(tick), BOTTOM + 4);
            drawing.text(number(tick), HINT, 11, x.pixel(tick), BOTTOM + 17, Anchor.MIDDLE);
        }
        drawing.line(HINT, 1, LEFT, BOTTOM, RIGHT, BOTTOM);
        drawing.text(plot.xTitle(), TEXT, 12, (LEFT + RIGHT) / 2, HEIGHT - 10, Anchor.MIDDLE);
        drawing.text(plot.yTitle(), TEXT, 12, 8, top - 8, Anchor.START);
    }

    private static String number(double value) {
        if (value != 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5)) {
            return String.format(Locale.ROOT, "%.0e", value);
        }
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "").replace('-', '−');
    }

    private static int colour(Plot.Curve curve) {
        return COLOURS[curve.colour() % COLOURS.length];
    }

    private void band(Plot.Curve curve) {
        int[] shown = IntStream.range(0, curve.low().length)
                .filter(i -> shows(x, curve.x()[i]) && shows(y, curve.low()[i]) && shows(y, curve.high()[i]))
                .toArray();
        if (shown.length < 2) {
            return;
        }
        double[] xs = new double[2 * shown.length];
        double[] ys = new double[2 * shown.length];
        for (int s = 0; s < shown.length; s++) {
            int back = xs.length - 1 - s;
            xs[s] = xs[back] = x.pixel(curve.x()[shown[s]]);
            ys[s] = y.pixel(curve.low()[shown[s]]);
            ys[back] = y.pixel(curve.high()[shown[s]]);
        }
        drawing.polygon(colour(curve), BAND_OPACITY, xs, ys);
    }

    private void curve(Plot.Curve curve) {
        int[] shown = IntStream.range(0, curve.x().length)
                .filter(i -> shows(x, curve.x()[i]) && shows(y, curve.y()[i]))
                .toArray();
        double[] xs =
                IntStream.of(shown).mapToDouble(i -> x.pixel(curve.x()[i])).toArray();
        double[] ys =
                IntStream.of(shown).mapToDouble(i -> y.pixel(curve.y()[i])).toArray();
        if (xs.length > 1) {
            drawing.polyline(colour(curve), 1.8, xs, ys);
        }
        for (int i = 0; i < xs.length && xs.length <= 40; i++) {
            drawing.dot(colour(curve), xs[i], ys[i], 3);
        }
    }

    private void legend() {
        for (int c = 0; c < plot.curves().size(); c++) {
            Plot.Curve curve = plot.curves().get(c);
            double at = legendStart(c);
            double line = LEGEND + LEGEND_ROW * legendRow(c);
            drawing.line(colour(curve), 3, at, line - 4, at + 14, line - 4);
            drawing.text(curve.label(), TEXT, 12, at + 19, line, Anchor.START);
        }
    }

    private double width(int curve) {
        return 34 + LETTER * plot.curves().get(curve).label().length();
    }

    private double legendStart(int curve) {
        double at = LEFT;
        for (int c = 0; c < curve; c++) {
            at = next(at, c);
        }
        return at + width(Math.min(curve, plot.curves().size() - 1)) > RIGHT ? LEFT : at;
    }

    /** Where the entry after one that comes at {@code at}, or wraps, may begin. */
    private double next(double at, int curve) {
        return (at + width(curve) > RIGHT ? LEFT : at) + width(curve);
    }

    /** The row of a curve's entry; of the last one's for what comes after all. */
    private int legendRow(int curve) {
        int row = 0;
        double at = LEFT;
        for (int c = 0; c <= Math.min(curve, plot.curves().size() - 1); c++) {
            row += at + width(c) > RIGHT ? 1 : 0;
            at = next(at, c);
        }
        return row;
    }
}
