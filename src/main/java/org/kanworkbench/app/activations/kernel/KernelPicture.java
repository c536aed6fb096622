package org.kanworkbench.app.activations.kernel;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.kanworkbench.app.activations.layer.UnitCurves;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.network.stem.KanConvolutions;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** The kernels of one output channel: for each input channel 3 × 3 edge functions where they lie, all on the same axes. */
public final class KernelPicture extends Picture {

    private static final int SIDE = 3;
    private static final double TITLE = 18;
    private static final double GAP = 12;
    private static final double CELL_GAP = 2;
    private static final double WIDEST = 320;
    private static final double LINE = 1.25;
    private static final double HEADROOM = 0.1;

    private UnitCurves curves;
    private int series;

    public KernelPicture() {
        getStyleClass().add("kernel-picture");
    }

    /** @param kernels the edges to one output, by input channel and tap; null for nothing */
    void show(UnitCurves kernels, int colour) {
        curves = kernels;
        series = colour;
        repaint();
    }

    private int channels() {
        return curves == null ? 0 : curves.values().length / curves.x().length / KanConvolutions.TAPS;
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        int channels = channels();
        if (channels == 0) {
            return;
        }
        int columns = columns(channels, width, height);
        double side = Math.floor(Math.min(WIDEST, side(channels, columns, width, height)));
        if (side < SIDE * SIDE) {
            return;
        }
        Interval values = curves.range(
                        IntStream.range(0, channels * KanConvolutions.TAPS).toArray())
                .widened(HEADROOM);
        for (int c = 0; c < channels; c++) {
            double x = c % columns * (side + GAP);
            double y = c / columns * (side + GAP + TITLE);
            surface.text("input channel " + (c + 1), palette.hint(), x, y + TITLE / 2, Anchor.START);
            for (int tap = 0; tap < KanConvolutions.TAPS; tap++) {
                double cell = side / SIDE;
                cell(
                        surface,
                        palette,
                        values,
                        curves.curve(c * KanConvolutions.TAPS + tap),
                        x + tap % SIDE * cell,
                        y + TITLE + tap / SIDE * cell,
                        cell - CELL_GAP);
            }
        }
    }

    /** So many side by side that they are as large as possible. */
    private static int columns(int channels, double width, double height) {
        return IntStream.rangeClosed(1, channels)
                .boxed()
                .max(Comparator.comparingDouble(columns -> side(channels, columns, width, height)))
                .orElseThrow();
    }

    private static double side(int channels, int columns, double width, double height) {
        int rows = (channels + columns - 1) / columns;
        return Math.min(width / columns - GAP, height / rows - GAP - TITLE);
    }

    private void cell(
            Surface surface, Palette palette, Interval values, float[] curve, double x, double y, double size) {
        float[] points = curves.x();
        surface.fill(palette.paper(), x, y, size, size);
        PlotArea plot = new PlotArea(
                surface,
                palette,
                Axis.around(Scale.LINEAR, points[0], points[points.length - 1], 0, x, x + size),
                Axis.around(Scale.LINEAR, values.low(), values.high(), 0, y + size, y));
        plot.outside(curves.domain().low(), curves.domain().high());
        plot.zero();
        plot.line(points, curve, palette.series(series), LINE);
    }
}
