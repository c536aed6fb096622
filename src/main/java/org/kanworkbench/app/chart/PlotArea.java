package org.kanworkbench.app.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.paint.Color;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/** The rectangle of a plot within a picture: axes, lines, bands and dots in the plot's own units. */
public final class PlotArea {

    private static final double PIXELS_PER_X_TICK = 64;
    private static final double PIXELS_PER_Y_TICK = 32;

    /** Of a logarithmic axis, whose ticks are denser at the heads of decades. */
    private static final double PIXELS_PER_LOG_TICK = 44;

    private static final double LETTER = 6.2;
    private static final double LINE_HEIGHT = 14;

    /** Beyond this distance in pixels nothing is drawn anyway. */
    private static final double FAR = 1000;

    private static final MathContext SHORT = new MathContext(3);

    private final Surface surface;
    private final Inks inks;
    private final Axis x;
    private final Axis y;

    /**
     * What is read at the pointer.
     *
     * @param colour of its mark
     */
    public record Entry(String name, double value, Color colour) {}

    /** @param y from its lower end at the foot to its upper end at the head */
    public PlotArea(Surface surface, Inks inks, Axis x, Axis y) {
        this.surface = surface;
        this.inks = inks;
        this.x = x;
        this.y = y;
    }

    public Axis x() {
        return x;
    }

    public Axis y() {
        return y;
    }

    /** Ticks at the left with hairlines, ticks below, and what the axes count. */
    public void axes(String xTitle, String yTitle) {
        List<Double> up = y.ticks(y.scale() == Scale.LOG ? PIXELS_PER_LOG_TICK : PIXELS_PER_Y_TICK);
        for (double tick : up) {
            surface.line(inks.grid(), x.start(), y.pixel(tick), x.end(), y.pixel(tick));
            surface.text(label(y, tick, up), inks.hint(), x.start() - 6, y.pixel(tick), Anchor.END);
        }
        surface.line(inks.axis(), x.start(), y.start(), x.end(), y.start());
        List<Double> across = x.ticks(PIXELS_PER_X_TICK);
        for (double tick : across) {
            surface.line(inks.axis(), x.pixel(tick), y.start(), x.pixel(tick), y.start() + 4);
            surface.text(label(x, tick, across), inks.hint(), x.pixel(tick), y.start() + 13, Anchor.MIDDLE);
        }
        surface.text(xTitle, inks.text(), (x.start() + x.end()) / 2, y.start() + 28, Anchor.MIDDLE);
        surface.text(yTitle, inks.text(), 4, y.end() - 14, Anchor.START);
    }

    /** As many decimals as all need, but on a logarithmic axis each its own. */
    static String label(Axis axis, double tick, List<Double> ticks) {
        double size = Math.abs(tick);
        if (size != 0 && (size < 1e-3 || size >= 1e5)) {
            return String.format(Locale.ROOT, "%.0e", tick)
                    .replaceFirst("e([-+])0", "e$1")
                    .replace('-', '−')
                    .replace("+", "");
        }
        String text = axis.scale() == Scale.LOG
                ? BigDecimal.valueOf((float) tick)
                        .round(SHORT)
                        .stripTrailingZeros()
                        .toPlainString()
                : String.format(Locale.ROOT, "%." + Math.min(4, Axis.decimals(ticks)) + "f", tick + 0.0);
        return text.replace('-', '−');
    }

    /** The line where values are 0, if it can be seen. */
    public void zero() {
        if (y.from() <= 0 && y.to() >= 0) {
            surface.line(inks.axis(), x.start(), y.pixel(0), x.end(), y.pixel(0));
        }
    }

    private void clip() {
        surface.clip(x.start(), y.end() - 2, x.end() - x.start(), y.start() - y.end() + 4);
    }

    /**
     * One line, interrupted where values are not finite.
     *
     * @param dashes see {@link Surface#polyline}
     */
    public void line(double[] xs, double[] ys, Color colour, double width, double... dashes) {
        clip();
        double[] left = new double[xs.length];
        double[] top = new double[xs.length];
        int count = 0;
        for (int i = 0; i <= xs.length; i++) {
            if (i < xs.length && Double.isFinite(ys[i])) {
                left[count] = x.pixel(xs[i]);
                top[count++] = pixel(ys[i]);
            } else {
                if (count > 1) {
                    surface.polyline(colour, width, dashes, left, top, count);
                }
                count = 0;
            }
        }
        surface.unclip();
    }

    private double pixel(double value) {
        return Math.clamp(y.pixel(value), y.end() - FAR, y.start() + FAR);
    }

    /** What lies between two lines. Places where one of them is not finite are left out. */
    public void band(double[] xs, double[] low, double[] high, Color colour) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < low.length; i++) {
            if (Double.isFinite(low[i]) && Double.isFinite(high[i])) {
                shown.add(i);
            }
        }
        int count = shown.size();
        if (count < 2) {
            return;
        }
        double[] left = new double[2 * count];
        double[] top = new double[2 * count];
        for (int s = 0; s < count; s++) {
            int i = shown.get(s);
            left[s] = left[2 * count - 1 - s] = x.pixel(xs[i]);
            top[s] = pixel(low[i]);
            top[2 * count - 1 - s] = pixel(high[i]);
        }
        clip();
        surface.polygon(colour, left, top, 2 * count);
        surface.unclip();
    }

    public void dots(double[] xs, double[] ys, Color colour, double radius) {
        for (int i = 0; i < xs.length; i++) {
            double left = x.pixel(xs[i]);
            double top = y.pixel(ys[i]);
            if (left >= x.start() && left <= x.end() && top >= y.end() && top <= y.start()) {
                surface.dot(colour, left, top, radius);
            }
        }
    }

    /** A hairline at a place, and what is there, in a box beside it. */
    public void reading(String name, double at, List<Entry> entries) {
        double pixel = x.pixel(at);
        surface.line(inks.crosshair(), pixel, y.end(), pixel, y.start());
        List<String> texts = new ArrayList<>(List.of(number(name, at)));
        entries.forEach(entry -> texts.add(number(entry.name(), entry.value())));
        double wide =
                20 + LETTER * texts.stream().mapToInt(String::length).max().orElse(0);
        double tall = 4 + LINE_HEIGHT * texts.size();
        double left = pixel + wide + 10 < x.end() ? pixel + 8 : pixel - wide - 8;
        surface.fill(inks.axis(), left - 1, y.end() + 3, wide + 2, tall + 2);
        surface.fill(inks.paper(), left, y.end() + 4, wide, tall);
        for (int i = 0; i < texts.size(); i++) {
            double line = y.end() + 13 + LINE_HEIGHT * i;
            if (i > 0) {
                surface.dot(entries.get(i - 1).colour(), left + 8, line, 3);
            }
            surface.text(texts.get(i), i == 0 ? inks.hint() : inks.text(), left + 16, line, Anchor.START);
        }
    }

    private static String number(String name, double value) {
        return name + " " + String.format(Locale.ROOT, "%.4g", value).replace('-', '−');
    }
}
