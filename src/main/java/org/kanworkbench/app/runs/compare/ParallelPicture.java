package org.kanworkbench.app.runs.compare;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * Parallel coordinates: one axis per property, one line per run, in the colours of the curves. Dragging along an axis keeps
 * the runs that pass there and dims the others; a click on it takes that back.
 */
public final class ParallelPicture extends Picture {

    private static final double SIDE = 56;
    private static final double TOP = 56;
    private static final double BOTTOM = 28;
    private static final double TICK = 4;
    private static final double LINE = 14;
    private static final double REACH = 12;
    private static final double ABSENT = 0.5;
    private static final double[] GAPS = {2, 5};
    private static final double DIMMED = 0.12;
    /** Of a sequential map, what is still seen on paper. */
    private static final double WEAKEST = 0.2;

    /** About as wide as a letter is, with some room. */
    private static final double LETTER = 6.6;

    private List<String> names = List.of();
    private List<RunInk> inksOfRuns = List.of();
    private List<RunAxis> axes = List.of();
    /** By run, from 0 for the weakest line to 1; not a number for one in its own colour. */
    private List<Double> strengths = List.of();
    /** By the axis' name: the lower and the upper value between which runs pass. */
    private final Map<String, double[]> brushes = new HashMap<>();

    private int brushed = -1;
    private double from;

    public ParallelPicture() {
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            brushed = axisAt(event.getX());
            from = event.getY();
            if (brushed >= 0) {
                brushes.remove(axes.get(brushed).name());
                describe();
            }
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
            if (brushed >= 0) {
                double a = value(axes.get(brushed), from);
                double b = value(axes.get(brushed), event.getY());
                brushes.put(axes.get(brushed).name(), new double[] {Math.min(a, b), Math.max(a, b)});
                describe();
            }
        });
    }

    private int axisAt(double x) {
        for (int a = 0; a < axes.size(); a++) {
            if (Math.abs(x(a, getWidth()) - x) <= REACH) {
                return a;
            }
        }
        return -1;
    }

    private double value(RunAxis axis, double y) {
        double low = getHeight() - BOTTOM;
        double share = Math.clamp((low - y) / (low - TOP), -0.01, 1.01);
        return axis.least() + share * (axis.most() - axis.least());
    }

    private boolean passes(int run) {
        return axes.stream().allMatch(axis -> {
            double[] brush = brushes.get(axis.name());
            double value = axis.values().get(run);
            return brush == null || value >= brush[0] && value <= brush[1];
        });
    }

    /** Forgets what was selected along the axes. */
    public void unbrush() {
        brushes.clear();
        describe();
    }

    /** @param looks of the runs, in the order of their names */
    public void show(List<String> runs, List<RunInk> looks, List<RunAxis> dimensions) {
        show(runs, looks, Collections.nCopies(runs.size(), Double.NaN), dimensions);
    }

    /** @param strong by run, later ones above earlier ones: 0 to 1 for a line so strong, NaN for its look's own colour */
    public void show(List<String> runs, List<RunInk> looks, List<Double> strong, List<RunAxis> dimensions) {
        names = runs;
        strengths = strong;
        inksOfRuns = looks;
        axes = dimensions;
        describe();
    }

    private void describe() {
        String selected = brushes.isEmpty()
                ? ""
                : IntStream.range(0, names.size()).filter(this::passes).count() + " selected of ";
        setAccessibleText(selected + names.size() + " runs over "
                + String.join(", ", axes.stream().map(RunAxis::name).toList()));
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        double low = height - BOTTOM;
        for (int a = 0; a < axes.size(); a++) {
            RunAxis axis = axes.get(a);
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
        for (boolean passing : new boolean[] {false, true}) {
            for (int i = 0; i < names.size(); i++) {
                if (passes(i) == passing) {
                    paintRun(surface, palette, i, width, low, passing ? 1 : DIMMED);
                }
            }
        }
        for (int a = 0; a < axes.size(); a++) {
            RunAxis axis = axes.get(a);
            double x = x(a, width) + TICK;
            for (double value : axis.between()) {
                String text = fitted(axis.textOf(value), width);
                double y = y(axis, value, low);
                // Lines cross behind it.
                surface.fill(palette.paper(), x - 1, y - LINE / 2, LETTER * text.length() + 2, LINE);
                surface.text(text, palette.hint(), x, y, Anchor.START);
            }
        }
        for (int a = 0; a < axes.size(); a++) {
            double[] brush = brushes.get(axes.get(a).name());
            if (brush != null) {
                double top = y(axes.get(a), brush[1], low);
                surface.fill(palette.accent().faded(0.3), x(a, width) - 4, top, 8, y(axes.get(a), brush[0], low) - top);
            }
        }
    }

    private void paintRun(Surface surface, Palette palette, int run, double width, double low, double opacity) {
        RunInk look = inksOfRuns.get(run);
        double strength = strengths.get(run);
        Colour colour = (Double.isNaN(strength)
                        ? palette.series(look.series())
                        : palette.sequential(WEAKEST + (1 - WEAKEST) * strength))
                .faded(opacity);
        double[] xs = new double[axes.size()];
        double[] ys = new double[axes.size()];
        int count = 0;
        for (int a = 0; a < axes.size(); a++) {
            double value = axes.get(a).values().get(run);
            if (!Double.isFinite(value)) {
                continue;
            }
            double x = x(a, width);
            double y = y(axes.get(a), value, low);
            if (count > 0 && !Double.isFinite(axes.get(a - 1).values().get(run))) {
                // Over an axis on which it has no value, a hint of a line.
                surface.polyline(colour, 1.5, look.line().dashes(), xs, ys, count);
                surface.polyline(
                        colour.faded(ABSENT),
                        1,
                        GAPS,
                        new double[] {xs[count - 1], x},
                        new double[] {ys[count - 1], y},
                        2);
                count = 0;
            }
            xs[count] = x;
            ys[count++] = y;
        }
        if (count > 0) {
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

    private static double y(RunAxis axis, double value, double low) {
        double range = axis.most() - axis.least();
        double share = range > 0 ? (value - axis.least()) / range : 0.5;
        return low - share * (low - TOP);
    }
}
