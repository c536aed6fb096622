package org.kanworkbench.app.runs.compare;

import java.util.List;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** Parallel coordinates: one axis per property, one line per run, in the colours of the curves. */
public final class ParallelPicture extends Picture {

    private static final double SIDE = 56;
    private static final double TOP = 56;
    private static final double BOTTOM = 28;
    private static final double TICK = 4;
    private static final double LINE = 14;

    /** About as wide as a letter is, with some room. */
    private static final double LETTER = 6.6;

    private List<String> names = List.of();
    private List<RunInk> inksOfRuns = List.of();
    private List<Dimension> axes = List.of();

    /** @param looks of the runs, in the order of their names */
    public void show(List<String> runs, List<RunInk> looks, List<Dimension> dimensions) {
        names = runs;
        inksOfRuns = looks;
        axes = dimensions;
        setAccessibleText(runs.size() + " runs over "
                + String.join(", ", dimensions.stream().map(Dimension::name).toList()));
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        double low = height - BOTTOM;
        for (int a = 0; a < axes.size(); a++) {
            Dimension axis = axes.get(a);
            double x = x(a, width);
            surface.line(palette.axis(), x, TOP, x, low);
            title(surface, palette, axis.name(), x, width);
            for (int i = 0; i < names.size(); i++) {
                double value = axis.values().get(i);
                if (Double.isFinite(value)) {
                    double y = y(axis, value, low);
                    surface.line(palette.axis(), x - TICK, y, x, y);
                }
            }
            surface.text(fitted(axis.textOf(axis.least()), width), palette.hint(), x, low + 12, Anchor.MIDDLE);
            surface.text(fitted(axis.textOf(axis.most()), width), palette.hint(), x, TOP - 12, Anchor.MIDDLE);
        }
        for (int i = 0; i < names.size(); i++) {
            paintRun(surface, palette, i, width, low);
        }
    }

    private void paintRun(Surface surface, Palette palette, int run, double width, double low) {
        double[] xs = new double[axes.size()];
        double[] ys = new double[axes.size()];
        int count = 0;
        for (int a = 0; a < axes.size(); a++) {
            double value = axes.get(a).values().get(run);
            if (Double.isFinite(value)) {
                xs[count] = x(a, width);
                ys[count++] = y(axes.get(a), value, low);
            }
        }
        if (count > 0) {
            RunInk look = inksOfRuns.get(run);
            Colour colour = palette.series(look.series());
            surface.polyline(colour, 1.5, look.line().dashes(), xs, ys, count);
            surface.dot(colour, xs[count - 1], ys[count - 1], 3);
        }
    }

    /** On two lines where one is too short for it. */
    private void title(Surface surface, Palette palette, String name, double x, double width) {
        int space = name.length() <= letters(width) ? -1 : name.lastIndexOf(' ', letters(width));
        if (space > 0) {
            surface.text(fitted(name.substring(0, space), width), palette.text(), x, TOP - 28 - LINE, Anchor.MIDDLE);
        }
        surface.text(fitted(name.substring(space + 1), width), palette.text(), x, TOP - 28, Anchor.MIDDLE);
    }

    /** How many letters have room between two axes. */
    private int letters(double width) {
        double room = axes.size() < 2 ? width : (width - 2 * SIDE) / (axes.size() - 1);
        return Math.max(3, (int) (room / LETTER));
    }

    private String fitted(String text, double width) {
        return Surface.fitted(text, letters(width));
    }

    private double x(int axis, double width) {
        return axes.size() < 2 ? width / 2 : SIDE + (width - 2 * SIDE) * axis / (axes.size() - 1);
    }

    private static double y(Dimension axis, double value, double low) {
        double range = axis.most() - axis.least();
        double share = range > 0 ? (value - axis.least()) / range : 0.5;
        return low - share * (low - TOP);
    }
}
