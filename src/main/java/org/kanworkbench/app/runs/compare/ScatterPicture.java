package org.kanworkbench.app.runs.compare;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.DoubleFunction;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.scene.Cursor;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.runs.run.RunInk;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.PointLabels;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** A scatter plot of runs: one property against another. */
public final class ScatterPicture extends Picture {

    private static final double LEFT = 64;
    private static final double RIGHT = 48;
    private static final double TOP = 32;
    /** With more, an axis has ticks of numbers. */
    private static final int MOST_WORDS = 12;

    private static final double ROOM = 0.08;
    private static final double RADIUS = 4;
    /** From a dot's middle. */
    private static final double REACH = 9;
    /** Of a text from the pointer. */
    private static final double BESIDE = 12;

    private static final int STEPS = 8;
    private static final double KEY = 8;

    /** About as wide as a letter is. */
    private static final double LETTER = 6.2;

    private List<String> names = List.of();
    private List<RunInk> inksOfRuns = List.of();
    private Optional<Ground> ground = Optional.empty();
    private RunAxis across;
    private RunAxis up;

    /** Of the runs, what is told where the pointer is on their dots; empty for nothing. */
    private List<String> tips = List.of();

    private IntConsumer onChosen = _ -> {};
    private final Tooltip tip = new Tooltip();

    public ScatterPicture() {
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> {
            int run = at(event.getX(), event.getY());
            setCursor(run < 0 ? Cursor.DEFAULT : Cursor.HAND);
            if (run < 0) {
                tip.hide();
            } else {
                tip.setText(tips.get(run));
                tip.show(this, event.getScreenX() + BESIDE, event.getScreenY() + BESIDE);
            }
        });
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> tip.hide());
        addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            int run = at(event.getX(), event.getY());
            if (run >= 0) {
                tip.hide();
                onChosen.accept(run);
            }
        });
    }

    /**
     * Tells of runs under the pointer, and of one that is clicked, by its place among those that are shown.
     *
     * @param texts by run
     */
    public void tell(List<String> texts, IntConsumer chosen) {
        tips = texts;
        onChosen = chosen;
    }

    /** The run whose dot is nearest to a place, and near it; below 0 for none, or where nothing is told of them. */
    private int at(double x, double y) {
        int nearest = -1;
        double least = REACH;
        for (int i = 0; i < tips.size() && i < names.size(); i++) {
            Point2D dot = placeOf(i);
            // Also false for a dot that is not drawn.
            if (dot.distance(x, y) < least) {
                least = dot.distance(x, y);
                nearest = i;
            }
        }
        return nearest;
    }

    /** Where a run's dot is. */
    public Point2D placeOf(int run) {
        return new Point2D(
                acrossAxis(getWidth()).pixel(across.values().get(run)),
                upAxis(getHeight()).pixel(up.values().get(run)));
    }

    /**
     * What lies below the runs, from pale to strong in steps, so that their edges are its contour lines.
     *
     * @param values [row][column], rows from the bottom
     * @param least value that is palest
     * @param most value that is strongest
     * @param left value of the axis at the left edge; as the others
     * @param label of a value
     */
    public record Ground(
            double[][] values,
            double least,
            double most,
            double left,
            double right,
            double bottom,
            double top,
            DoubleFunction<String> label) {}

    /** @param looks of the runs, in the order of their names */
    public void show(List<String> runs, List<RunInk> looks, RunAxis x, RunAxis y) {
        show(runs, looks, x, y, Optional.empty());
    }

    /** As {@link #show(List, List, RunAxis, RunAxis)}, over a map. */
    public void show(List<String> runs, List<RunInk> looks, RunAxis x, RunAxis y, Optional<Ground> map) {
        ground = map;
        names = runs;
        inksOfRuns = looks;
        across = x;
        up = y;
        setAccessibleText(y.name() + " of " + runs.size() + " runs against " + x.name());
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (across == null) {
            return;
        }
        Axis x = acrossAxis(width);
        Axis y = upAxis(height);
        ground.ifPresent(map -> paint(map, surface, palette, x, y));
        PlotArea area = new PlotArea(surface, palette, x, y);
        area.valueTicks(ticks(up, y, PlotArea.VALUES), labels(up, y));
        area.inputTicks(ticks(across, x, PlotArea.INPUTS), labels(across, x));
        area.titles(across.name(), up.name());
        for (int i = 0; i < names.size(); i++) {
            double atX = across.values().get(i);
            double atY = up.values().get(i);
            if (Double.isFinite(atX) && Double.isFinite(atY)) {
                if (ground.isPresent()) {
                    surface.dot(palette.outline(), x.pixel(atX), y.pixel(atY), RADIUS + 1);
                }
                surface.dot(palette.series(inksOfRuns.get(i).series()), x.pixel(atX), y.pixel(atY), RADIUS);
                if (inksOfRuns.get(i).line() != Line.DENSE) {
                    surface.dot(palette.paper(), x.pixel(atX), y.pixel(atY), RADIUS / 2);
                }
            }
        }
        label(surface, palette, x, y, width);
    }

    private static List<Double> ticks(RunAxis values, Axis axis, double pixelsPerTick) {
        List<Double> words = List.copyOf(values.words().keySet());
        return words.isEmpty() || words.size() > MOST_WORDS ? axis.ticks(pixelsPerTick) : words;
    }

    private static PlotArea.Labels labels(RunAxis values, Axis axis) {
        SortedMap<Double, String> words = values.words();
        return (tick, all) -> words.containsKey(tick) ? words.get(tick) : values.label(tick, axis.label(tick, all));
    }

    private Axis acrossAxis(double width) {
        return axis(across, LEFT, Math.max(LEFT + 1, width - RIGHT));
    }

    private Axis upAxis(double height) {
        return axis(up, Math.max(TOP + 1, height - PlotArea.BELOW), TOP);
    }

    private static Axis axis(RunAxis values, double start, double end) {
        return Axis.around(Scale.LINEAR, values.least(), values.most(), ROOM, start, end)
                .upTo(values.percent() ? 100 : Double.POSITIVE_INFINITY);
    }

    private static void paint(Ground map, Surface surface, Palette palette, Axis x, Axis y) {
        int rows = map.values().length;
        int columns = map.values()[0].length;
        double range = Math.max(Double.MIN_NORMAL, map.most() - map.least());
        int[] argb = Colour.pixels(rows * columns, i -> {
            double value = map.values()[rows - 1 - i / columns][i % columns];
            return palette.sequential(stepped((value - map.least()) / range));
        });
        surface.clip(x.start(), y.end(), x.end() - x.start(), y.start() - y.end());
        surface.pixels(
                argb,
                columns,
                x.pixel(map.left()),
                y.pixel(map.top()),
                x.pixel(map.right()) - x.pixel(map.left()),
                y.pixel(map.bottom()) - y.pixel(map.top()));
        surface.unclip();
        String least = map.label().apply(map.least());
        String most = map.label().apply(map.most());
        double right = x.end();
        double key = right - LETTER * most.length() - 4 - STEPS * KEY;
        surface.text(most, palette.hint(), right, y.end() - TOP / 2, Anchor.END);
        for (int step = 0; step < STEPS; step++) {
            surface.fill(
                    palette.sequential((double) step / (STEPS - 1)),
                    key + step * KEY,
                    y.end() - TOP / 2 - KEY / 2,
                    KEY,
                    KEY);
        }
        surface.text(least, palette.hint(), key - 4, y.end() - TOP / 2, Anchor.END);
    }

    private static double stepped(double share) {
        return Math.min(STEPS - 1, Math.floor(share * STEPS)) / (STEPS - 1);
    }

    private void label(Surface surface, Palette palette, Axis x, Axis y, double width) {
        PointLabels labels = new PointLabels(surface, palette, LEFT, width, y.end(), y.start());
        // One that has no place would keep the names of all others away.
        int[] shown = IntStream.range(0, names.size())
                .filter(i ->
                        x.shows(across.values().get(i)) && y.shows(up.values().get(i)))
                .toArray();
        for (int i : shown) {
            labels.avoidDot(x.pixel(across.values().get(i)), y.pixel(up.values().get(i)), RADIUS);
        }
        for (int i : shown) {
            if (!names.get(i).isEmpty()) {
                labels.name(
                        names.get(i),
                        x.pixel(across.values().get(i)),
                        y.pixel(up.values().get(i)));
            }
        }
    }
}
