package org.kanworkbench.app.activations.attribution;

import java.util.Locale;
import java.util.stream.IntStream;
import javafx.geometry.Orientation;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** An image beside the attribution of a prediction to its pixels: blue for, orange against, white for 0. */
public final class AttributionPicture extends Picture {

    private static final double GAP = 24;
    private static final double LEGEND = 24;
    private static final double BAR = 6;
    private static final int SHADES = 65;

    private float[] image = {};
    private float[] contributions = {};
    private int columns = 1;

    public AttributionPicture() {
        getStyleClass().add("attribution-picture");
    }

    /**
     * @param x the picture, -1 for paper to 1 for ink
     * @param values one per pixel
     */
    void show(float[] x, float[] values, int width) {
        image = x;
        contributions = values;
        if (columns != width) {
            columns = width;
            requestLayout();
        }
        repaint();
    }

    void clear() {
        show(new float[0], new float[0], 1);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = image.length == 0 ? columns : image.length / columns;
        return ((width < 0 ? getWidth() : width) - GAP) / 2 / columns * rows + LEGEND;
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (image.length == 0) {
            return;
        }
        int rows = image.length / columns;
        double pixel = Math.max(1, Math.min((width - GAP) / 2 / columns, (height - LEGEND) / rows));
        float most = largest(contributions);
        int[] seen = Colour.pixels(
                image.length, i -> palette.low().mixed(palette.text(), Math.clamp((image[i] + 1) / 2, 0, 1)));
        int[] explained = Colour.pixels(
                image.length,
                i -> palette.diverging(most == 0 || Float.isNaN(contributions[i]) ? 0 : contributions[i] / most));
        double right = pixel * columns + GAP;
        framed(surface, palette, seen, 0, pixel, rows);
        framed(surface, palette, explained, right, pixel, rows);
        legend(surface, palette, right, pixel * columns, pixel * rows + LEGEND, most);
    }

    private static float largest(float[] values) {
        return (float) IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }

    private void framed(Surface surface, Palette palette, int[] argb, double x, double pixel, int rows) {
        surface.fill(palette.axis(), x, 0, pixel * columns, pixel * rows);
        surface.pixels(argb, columns, x + 1, 1, pixel * columns - 2, pixel * rows - 2);
    }

    private static void legend(Surface surface, Palette palette, double left, double width, double bottom, float most) {
        int[] shades = Colour.pixels(SHADES, i -> palette.diverging(2.0 * i / (SHADES - 1) - 1));
        double y = bottom - BAR - 4;
        String end = String.format(Locale.ROOT, "%.2g", most);
        surface.pixels(shades, SHADES, left + 52, y, Math.max(1, width - 104), BAR);
        surface.text("−" + end, palette.hint(), left + 46, y + BAR / 2, Anchor.END);
        surface.text("+" + end, palette.hint(), left + width - 46, y + BAR / 2, Anchor.START);
    }
}
