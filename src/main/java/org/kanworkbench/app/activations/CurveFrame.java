package org.kanworkbench.app.activations;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Rectangle2D;
import javafx.scene.paint.Color;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/** Functions of one variable in a rectangle: their axes, the domain, and curves with a gap where a value is not finite. */
final class CurveFrame {

    private static final double PIXELS_PER_X_TICK = 36;
    private static final double PIXELS_PER_Y_TICK = 20;

    private final Surface surface;
    private final Inks inks;
    private final Rectangle2D area;
    private final Window window;
    private final Axis x;
    private final Axis y;

    /** What is shown, in values. An empty range gets some width. */
    record Window(double left, double right, double bottom, double top) {
        Window {
            if (!(right > left)) {
                right = left + 1;
            }
            if (!(top > bottom)) {
                double middle = Double.isFinite(bottom) ? bottom : 0;
                bottom = middle - 1;
                top = middle + 1;
            }
        }
    }

    CurveFrame(Surface surface, Inks inks, Rectangle2D area, Window window) {
        this.surface = surface;
        this.inks = inks;
        this.area = area;
        this.window = window;
        this.x = new Axis(Scale.LINEAR, window.left(), window.right(), area.getMinX(), area.getMaxX());
        this.y = new Axis(Scale.LINEAR, window.bottom(), window.top(), area.getMaxY(), area.getMinY());
    }

    Window window() {
        return window;
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    /** Hatches what lies outside the domain, and draws its ends. */
    void outside(double lower, double upper) {
        double left = Math.clamp(x.pixel(lower), area.getMinX(), area.getMaxX());
        double right = Math.clamp(x.pixel(upper), area.getMinX(), area.getMaxX());
        hatch(area.getMinX(), left);
        hatch(right, area.getMaxX());
        for (double end : new double[] {left, right}) {
            if (end > area.getMinX() && end < area.getMaxX()) {
                surface.line(inks.axis(), end, area.getMinY(), end, area.getMaxY());
            }
        }
    }

    private void hatch(double from, double to) {
        if (to - from < 1) {
            return;
        }
        surface.hatch(inks.outside(), from, area.getMinY(), to - from, area.getHeight());
    }

    /** The line where functions are 0, if it can be seen. */
    void zero() {
        if (y.from() <= 0 && y.to() >= 0) {
            surface.line(inks.axis(), area.getMinX(), y.pixel(0), area.getMaxX(), y.pixel(0));
        }
    }

    /** Values at the left, with hairlines. */
    void valueTicks() {
        List<Double> ticks = y.ticks(PIXELS_PER_Y_TICK);
        int decimals = Axis.decimals(ticks);
        for (double tick : ticks) {
            surface.line(inks.grid(), area.getMinX(), y.pixel(tick), area.getMaxX(), y.pixel(tick));
            surface.text(number(tick, decimals), inks.hint(), area.getMinX() - 4, y.pixel(tick), Anchor.END);
        }
    }

    /** Inputs below. */
    void inputTicks() {
        List<Double> ticks = x.ticks(PIXELS_PER_X_TICK);
        int decimals = Axis.decimals(ticks);
        surface.line(inks.axis(), area.getMinX(), area.getMaxY(), area.getMaxX(), area.getMaxY());
        for (double tick : ticks) {
            double at = x.pixel(tick);
            surface.line(inks.axis(), at, area.getMaxY(), at, area.getMaxY() + 3);
            surface.text(number(tick, decimals), inks.hint(), at, area.getMaxY() + 11, Anchor.MIDDLE);
        }
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value == 0 ? 0.0 : value)
                .replace('-', '−');
    }

    /**
     * One line through the values, interrupted where they are not finite.
     *
     * @param dashes see {@link Surface#polyline}
     */
    void curve(float[] inputs, float[] values, Color colour, double width, double... dashes) {
        surface.clip(area.getMinX(), area.getMinY(), area.getWidth(), area.getHeight());
        double[] xs = new double[values.length];
        double[] ys = new double[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i])) {
                xs[count] = x.pixel(inputs[i]);
                ys[count++] = Math.clamp(y.pixel(values[i]), area.getMinY() - FAR, area.getMaxY() + FAR);
            } else {
                draw(colour, width, dashes, xs, ys, count);
                count = 0;
            }
        }
        draw(colour, width, dashes, xs, ys, count);
        surface.unclip();
    }

    /** Beyond this distance in pixels nothing is drawn anyway. */
    private static final double FAR = 1000;

    private void draw(Color colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
        if (count > 1) {
            surface.polyline(colour, width, dashes, xs, ys, count);
        }
    }
}
