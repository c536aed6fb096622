package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.scene.paint.Color;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.plot.Axis;

/** Draws a frame on a surface. */
final class PlotPainter {

    private static final double PIXELS_PER_X_TICK = 80;
    private static final double PIXELS_PER_Y_TICK = 36;
    private static final double LINE = 1.5;
    private static final double RAW_OPACITY = 0.22;
    private static final double LABEL_HEIGHT = 13;
    static final double LETTER = 6;
    private static final double VEIL = 0.8;
    private static final int MOST_DOTS = 60;

    private final Surface surface;
    private final Palette palette;
    private final PlotFrame frame;

    PlotPainter(Surface surface, Palette palette, PlotFrame frame) {
        this.surface = surface;
        this.palette = palette;
        this.frame = frame;
    }

    void paint() {
        paintAxes();
        Axis x = frame.x();
        Axis y = frame.y();
        surface.clip(x.start() - 2, y.end() - 4, x.end() - x.start() + 4, y.start() - y.end() + 6);
        for (PlotSeries line : frame.lines()) {
            paintLine(line);
        }
        surface.unclip();
        paintLabels();
    }

    private void paintAxes() {
        Axis x = frame.x();
        Axis y = frame.y();
        List<Double> yTicks = y.ticks(PIXELS_PER_Y_TICK);
        for (double tick : yTicks) {
            double at = y.pixel(tick);
            surface.line(palette.grid(), x.start(), at, x.end(), at);
            surface.text(tickLabel(tick, yTicks), palette.hint(), x.start() - 8, at, Anchor.END);
        }
        surface.line(palette.axis(), x.start(), y.start(), x.end(), y.start());
        List<Double> xTicks = x.ticks(PIXELS_PER_X_TICK);
        int decimals = Axis.decimals(xTicks);
        for (double tick : xTicks) {
            double at = x.pixel(tick);
            surface.line(palette.axis(), at, y.start(), at, y.start() + 4);
            surface.text(
                    String.format(Locale.ROOT, "%." + decimals + "f", tick),
                    palette.hint(),
                    at,
                    y.start() + 13,
                    Anchor.MIDDLE);
        }
        surface.text(frame.xTitle(), palette.text(), (x.start() + x.end()) / 2, y.start() + 28, Anchor.MIDDLE);
        surface.text(frame.yTitle(), palette.text(), 4, 10, Anchor.START);
    }

    private String tickLabel(double tick, List<Double> ticks) {
        if (frame.percent()) {
            int decimals = Math.max(0, Axis.decimals(ticks) - 2);
            return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * tick);
        }
        return PlotArea.label(frame.y(), tick, ticks);
    }

    private void paintLine(PlotSeries line) {
        Color colour = palette.of(line);
        if (line.sparse()) {
            paintPoints(line, colour, LINE, null);
            if (line.size() <= MOST_DOTS) {
                for (int i = 0; i < line.size(); i++) {
                    surface.dot(colour, frame.x().pixel(line.x(i)), frame.y().pixel(line.y(i)), 2);
                }
            }
        } else if (frame.smoothing() > 0) {
            paintPoints(line, colour.deriveColor(0, 1, 1, RAW_OPACITY), 1, null);
            paintPoints(line, colour, LINE, line.smoothed(frame.smoothing()));
        } else {
            paintPoints(line, colour, LINE, null);
        }
    }

    /** At most lowest and highest value a column of pixels: what a denser line would look like. */
    private void paintPoints(PlotSeries line, Color colour, double width, double[] values) {
        int first = Math.max(0, line.firstAtLeast(frame.x().from()) - 1);
        int last = Math.min(line.size(), line.firstAtLeast(frame.x().to()) + 1);
        Columns columns = new Columns(2 * (int) (frame.x().end() - frame.x().start()) + 8);
        for (int i = first; i < last; i++) {
            columns.add(frame.x().pixel(line.x(i)), frame.y().pixel(values == null ? line.y(i) : values[i]));
        }
        columns.flush();
        if (columns.count > 1) {
            surface.polyline(colour, width, line.line().dashes(), columns.xs, columns.ys, columns.count);
        }
    }

    /** Names at the lines' right ends, moved apart where they would touch. */
    private void paintLabels() {
        List<Label> labels = new ArrayList<>();
        for (PlotSeries line : frame.lines()) {
            int last = Math.min(
                            line.size(), line.firstAtLeast(Math.nextUp(frame.x().to())))
                    - 1;
            if (last < 0 || line.x(last) < frame.x().from()) {
                continue;
            }
            double value =
                    line.sparse() || frame.smoothing() == 0 ? line.y(last) : line.smoothed(frame.smoothing())[last];
            double at = Math.clamp(
                    frame.y().pixel(value), frame.y().end(), frame.y().start());
            labels.add(new Label(line, frame.x().pixel(line.x(last)), at));
        }
        labels.sort((a, b) -> Double.compare(a.y, b.y));
        double[] at = new double[labels.size()];
        double free = frame.y().end();
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(labels.get(i).y, free);
            free = at[i] + LABEL_HEIGHT;
        }
        double most = frame.y().start();
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], most);
            most = at[i] - LABEL_HEIGHT;
        }
        for (int i = 0; i < at.length; i++) {
            Label label = labels.get(i);
            // Runs end at different epochs: a label may lie upon longer lines.
            Color veil = palette.background().deriveColor(0, 1, 1, VEIL);
            surface.fill(
                    veil, label.x + 4, at[i] - 6, LETTER * label.line.name().length(), 12);
            surface.text(label.line.name(), palette.ofName(label.line), label.x + 6, at[i], Anchor.START);
        }
    }

    private record Label(PlotSeries line, double x, double y) {}

    private static final class Columns {
        private double[] xs;
        private double[] ys;
        private int count;
        private int column = Integer.MIN_VALUE;
        private double low;
        private double high;
        private double lowX;
        private double highX;

        Columns(int expected) {
            xs = new double[expected];
            ys = new double[expected];
        }

        void add(double x, double y) {
            if ((int) x != column) {
                flush();
                column = (int) x;
                low = high = y;
                lowX = highX = x;
            } else if (y < low) {
                low = y;
                lowX = x;
            } else if (y > high) {
                high = y;
                highX = x;
            }
        }

        void flush() {
            if (column == Integer.MIN_VALUE) {
                return;
            }
            if (low == high) {
                put(lowX, low);
            } else if (lowX < highX) {
                put(lowX, low);
                put(highX, high);
            } else {
                put(highX, high);
                put(lowX, low);
            }
        }

        private void put(double x, double y) {
            if (count == xs.length) {
                xs = Arrays.copyOf(xs, 2 * count);
                ys = Arrays.copyOf(ys, 2 * count);
            }
            xs[count] = x;
            ys[count] = y;
            count++;
        }
    }
}
