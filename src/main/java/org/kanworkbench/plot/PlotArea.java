package org.kanworkbench.plot;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * The area of a plot within a picture; draws axes, lines, bands and dots in the plot's units.
 *
 * @param y from its lower end at the bottom to its upper end at the top
 */
public record PlotArea(Surface surface, Palette palette, Axis x, Axis y) {

    /** Spacing of ticks along x and y, and the same for a small plot. */
    public static final double INPUTS = 64;

    public static final double VALUES = 32;
    public static final double CLOSE_INPUTS = 36;
    public static final double CLOSE_VALUES = 20;
    /** Room below that the labels and the title of the inputs take, in pixels. */
    public static final double BELOW = 40;

    /** Pixels beyond this distance are never visible. */
    private static final double FAR = 1000;

    /** Formats one of the displayed ticks. */
    public interface Labels {
        String of(double tick, List<Double> ticks);
    }

    /** Whether inputs are shown at a pixel; not at NaN. */
    public boolean holds(double pixel) {
        return pixel >= x.start() && pixel <= x.end();
    }

    /** Draws ticks at the left with grid lines, ticks below, and axis labels. */
    public void axes(String xTitle, String yTitle) {
        axes(xTitle, yTitle, y::label);
    }

    /** @param labels of values */
    public void axes(String xTitle, String yTitle, Labels labels) {
        valueTicks(VALUES, labels);
        inputTicks(INPUTS);
        titles(xTitle, yTitle);
    }

    /** Draws what the axes are. */
    public void titles(String xTitle, String yTitle) {
        surface.text(xTitle, palette.text(), (x.start() + x.end()) / 2, y.start() + 28, Anchor.MIDDLE);
        surface.text(yTitle, palette.text(), 4, y.end() - 16, Anchor.START);
    }

    /** Draws the y axis at the left with grid lines. */
    public void valueTicks(double pixelsPerTick) {
        valueTicks(pixelsPerTick, y::label);
    }

    /** @param labels of values */
    public void valueTicks(double pixelsPerTick, Labels labels) {
        valueTicks(y.ticks(pixelsPerTick), labels);
    }

    /** The same at those ticks. */
    public void valueTicks(List<Double> ticks, Labels labels) {
        for (double tick : ticks) {
            surface.line(palette.grid(), x.start(), y.pixel(tick), x.end(), y.pixel(tick));
            String label = labels.of(tick, ticks);
            // A long one reaches into the plot, since it would lose its sign or first digits beyond the edge.
            double end = Math.max(x.start() - 5, Surface.LETTER * label.length());
            surface.text(label, palette.hint(), end, y.pixel(tick), Anchor.END);
        }
    }

    /** Draws the x axis below. */
    public void inputTicks(double pixelsPerTick) {
        inputTicks(x.ticks(pixelsPerTick), x::label);
    }

    /** The same at those ticks. */
    public void inputTicks(List<Double> ticks, Labels labels) {
        surface.line(palette.axis(), x.start(), y.start(), x.end(), y.start());
        for (double tick : ticks) {
            surface.line(palette.axis(), x.pixel(tick), y.start(), x.pixel(tick), y.start() + 4);
            surface.text(labels.of(tick, ticks), palette.hint(), x.pixel(tick), y.start() + 12, Anchor.MIDDLE);
        }
    }

    /** Draws the zero line, if visible. */
    public void zero() {
        if (y.from() <= 0 && y.to() >= 0) {
            surface.line(palette.axis(), x.start(), y.pixel(0), x.end(), y.pixel(0));
        }
    }

    /** Hatches the area outside an interval of inputs, and draws its ends. */
    public void outside(double lower, double upper) {
        double left = Math.clamp(x.pixel(lower), x.start(), x.end());
        double right = Math.clamp(x.pixel(upper), x.start(), x.end());
        hatch(x.start(), left);
        hatch(right, x.end());
        for (double end : new double[] {left, right}) {
            if (end > x.start() && end < x.end()) {
                surface.line(palette.axis(), end, y.end(), end, y.start());
            }
        }
    }

    private void hatch(double from, double to) {
        if (to - from >= 1) {
            surface.hatch(palette.outside(), from, y.end(), to - from, y.start() - y.end());
        }
    }

    private void clip() {
        surface.clip(x.start(), y.end(), x.end() - x.start(), y.start() - y.end());
    }

    /**
     * Draws a line, interrupted at values that cannot be shown.
     *
     * @param dashes see {@link Surface#polyline}
     */
    public void line(double[] xs, double[] ys, Colour colour, double width, double... dashes) {
        line(xs.length, i -> xs[i], i -> ys[i], colour, width, dashes);
    }

    /** As {@link #line(double[], double[], Colour, double, double...)}. */
    public void line(float[] xs, float[] ys, Colour colour, double width, double... dashes) {
        line(xs.length, i -> xs[i], i -> ys[i], colour, width, dashes);
    }

    private void line(
            int points, IntToDoubleFunction xs, IntToDoubleFunction ys, Colour colour, double width, double... dashes) {
        clip();
        double[] left = new double[points];
        double[] top = new double[points];
        int count = 0;
        for (int i = 0; i <= points; i++) {
            if (i < points && x.shows(xs.applyAsDouble(i)) && y.shows(ys.applyAsDouble(i))) {
                left[count] = x.pixel(xs.applyAsDouble(i));
                top[count++] = pixel(ys.applyAsDouble(i));
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

    /** Fills the band between two lines, except where one of them cannot be shown. */
    public void band(double[] xs, double[] low, double[] high, Colour colour) {
        clip();
        int from = 0;
        for (int i = 0; i <= low.length; i++) {
            if (i == low.length || !(x.shows(xs[i]) && y.shows(y.lowEnd(low[i])) && y.shows(high[i]))) {
                int count = i - from;
                double[] left = new double[2 * count];
                double[] top = new double[2 * count];
                for (int s = 0; s < count; s++) {
                    int back = 2 * count - 1 - s;
                    left[s] = left[back] = x.pixel(xs[from + s]);
                    top[s] = pixel(y.lowEnd(low[from + s]));
                    top[back] = pixel(high[from + s]);
                }
                if (count > 1) {
                    surface.polygon(colour, left, top, 2 * count);
                }
                from = i + 1;
            }
        }
        surface.unclip();
    }

    public void dots(double[] xs, double[] ys, Colour colour, double radius) {
        for (int i = 0; i < xs.length; i++) {
            double left = x.pixel(xs[i]);
            double top = y.pixel(ys[i]);
            if (left >= x.start() && left <= x.end() && top >= y.end() && top <= y.start()) {
                surface.dot(colour, left, top, radius);
            }
        }
    }

    /** Draws a hairline at a position and a box with the values there. */
    public void reading(double at, List<Reading.Row> rows) {
        surface.line(palette.crosshair(), x.pixel(at), y.end(), x.pixel(at), y.start());
        new Reading(rows).beside(surface, palette, x.pixel(at), y.end() + 4, x.end());
    }
}
