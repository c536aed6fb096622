package org.kanworkbench.app.quantize;

import java.util.Arrays;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.quantize.compare.RoundingHistogram;
import org.kanworkbench.quantize.compare.RoundingHistogram.Bins;

/** Histograms of weights before and after quantisation, and of the quantisation errors. */
public final class HistogramPicture extends Picture {

    private static final double GAP = 32;
    private static final double TOP = 24;
    private static final double BOTTOM = 28;
    private static final double SIDE = 16;

    private RoundingHistogram histogram;

    public HistogramPicture() {
        getStyleClass().add("histogram-picture");
        setAccessibleText("Weights before and after rounding, and the rounding error");
    }

    /** @param shown null for none */
    void show(RoundingHistogram shown) {
        histogram = shown;
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (histogram == null) {
            return;
        }
        double half = (width - GAP) / 2;
        draw(surface, palette, 0, half, height, true, "weights: filled as trained, line as rounded");
        draw(surface, palette, half + GAP, half, height, false, "rounding error (rounded − original)");
    }

    private void draw(
            Surface surface, Palette palette, double left, double width, double height, boolean weights, String title) {
        Bins filled = weights ? histogram.before() : histogram.errors();
        double from = left + SIDE;
        double span = width - 2 * SIDE;
        double bottom = height - BOTTOM;
        surface.text(title, palette.hint(), from, TOP / 2, Anchor.START);
        double pitch = span / filled.counts().length;
        // Rounding gathers many weights in few bins: roots let both be seen.
        double most = Math.max(root(filled), weights ? root(histogram.after()) : 0);
        for (int b = 0; b < filled.counts().length; b++) {
            double tall = Math.sqrt(filled.counts()[b]) / most * (bottom - TOP);
            surface.fill(palette.low().mixed(palette.high(), 0.35), from + b * pitch, bottom - tall, pitch, tall);
        }
        if (weights) {
            outline(surface, palette, from, pitch, bottom, most);
        }
        Axis values = Axis.around(Scale.LINEAR, filled.low(), filled.high(), 0, from, from + span);
        Axis counts = new Axis(Scale.LINEAR, 0, most, bottom, TOP);
        new PlotArea(surface, palette, values, counts).inputTicks(PlotArea.CLOSE_INPUTS);
    }

    private void outline(Surface surface, Palette palette, double from, double pitch, double bottom, double most) {
        int[] counts = histogram.after().counts();
        double[] xs = new double[2 * counts.length];
        double[] ys = new double[2 * counts.length];
        for (int b = 0; b < counts.length; b++) {
            double y = bottom - Math.sqrt(counts[b]) / most * (bottom - TOP);
            xs[2 * b] = from + b * pitch;
            xs[2 * b + 1] = from + (b + 1) * pitch;
            ys[2 * b] = y;
            ys[2 * b + 1] = y;
        }
        surface.polyline(palette.series(5), 1.5, new double[0], xs, ys, xs.length);
    }

    private static double root(Bins bins) {
        return Math.sqrt(Math.max(1, Arrays.stream(bins.counts()).max().orElse(1)));
    }
}
