package org.kanworkbench.app.activations.edge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.data.ColumnScaling.Column;
import org.kanworkbench.explain.Interval;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Legend;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;
import org.kanworkbench.training.ScoreText;

/** A plot of functions of one variable, with domain, axes and a readout at the pointer. */
public final class EdgePlot extends Picture {

    private static final double LEFT = 40;
    private static final double RIGHT = 10;
    private static final double TOP = 10;
    private static final double BOTTOM = 30;
    private static final double HEADROOM = 0.12;

    /** Share of the plot's height that the histogram takes. */
    private static final double HISTOGRAM = 0.22;

    /** Maximum distance to grab the curve [px]. */
    private static final double GRIP = 12;

    /** Dashes of a function outside its domain [px]. */
    private static final double[] BEYOND = {1.5, 4};

    /** Of x in its own units. */
    static final int DIGITS = 4;

    /** Movement by an arrow key [px]. */
    private static final double STEP = 4;

    /**
     * One line.
     *
     * @param series of the palette, see {@link Palette#series(int)}
     * @param strong whether it is the main line
     * @param domain of the function; dotted beyond it where others' goes on
     */
    record Line(String name, float[] x, float[] values, int series, boolean strong, Interval domain, double... dashes) {

        /** The values in the domain or beyond it; no numbers elsewhere. */
        private float[] values(boolean within) {
            float[] some = values.clone();
            for (int p = 0; p < some.length; p++) {
                some[p] = domain.contains(x[p]) == within ? some[p] : Float.NaN;
            }
            return some;
        }
    }

    private List<Line> lines = List.of();
    private Interval domain = new Interval(-1, 1);
    private String axis = "";
    private Optional<Column> units = Optional.empty();
    private Optional<EdgeInputs> inputs = Optional.empty();
    private PlotArea frame;
    /** The grabbed point of the curve, in values; NaN if none. */
    private double held = Double.NaN;

    /** The edges of the lines. */
    private Object subject;

    /** The values that snapshots of the edge have shown so far, so that the axis holds while they are played. */
    private Optional<Interval> played = Optional.empty();

    private boolean plays;

    private Runnable onHold = () -> {};
    private PullListener onPull = (_, _) -> {};
    private Runnable onRelease = () -> {};

    /** Receives an x and the new value of the curve there. */
    interface PullListener {
        void pulled(float x, float y);
    }

    public EdgePlot() {
        getStyleClass().add("edge-plot");
        setOnMousePressed(this::press);
        setOnMouseDragged(event -> pull(event.getY()));
        setOnMouseReleased(_ -> release());
        setOnKeyPressed(this::key);
        followPointer();
    }

    /**
     * @param of the edges of the functions; a change releases a grabbed curve
     * @param newDomain of the functions; of several, all that one of them covers
     * @param newAxis title of the inputs' axis
     * @param newUnits in which x is read besides, if it is the same column for all
     * @param met input distribution of the edge, drawn as a histogram at the bottom
     * @param snapshot whether it is of a snapshot of a run, others of which follow
     */
    void show(
            Object of,
            List<Line> newLines,
            Interval newDomain,
            String newAxis,
            Optional<Column> newUnits,
            Optional<EdgeInputs> met,
            boolean snapshot) {
        held = of.equals(subject) ? held : Double.NaN;
        plays = snapshot;
        played = snapshot && of.equals(subject) ? played : Optional.empty();
        subject = of;
        lines = List.copyOf(newLines);
        domain = newDomain;
        axis = newAxis;
        units = newUnits;
        inputs = met;
        repaint();
    }

    /**
     * All points as CSV: x, also in its units if it has some, then one column per line; of lines with points of their own,
     * a row for each point of each line, with its name first.
     */
    public String csv() {
        boolean together = lines.stream()
                .allMatch(line -> Arrays.equals(line.x(), lines.getFirst().x()));
        List<Object> row = new ArrayList<>(together ? List.of() : List.of("edge"));
        row.add(axis.replaceFirst("input ", ""));
        units.ifPresent(column -> row.add(column.name()));
        row.addAll(together ? lines.stream().map(Line::name).toList() : List.of("value"));
        CsvText rows = new CsvText(row.toArray());
        for (List<Line> sharing :
                together ? List.of(lines) : lines.stream().map(List::of).toList()) {
            float[] xs = sharing.isEmpty() ? new float[0] : sharing.getFirst().x();
            for (int p = 0; p < xs.length; p++) {
                row.clear();
                if (!together) {
                    row.add(sharing.getFirst().name());
                }
                float x = xs[p];
                row.add(x);
                units.ifPresent(column -> row.add((float) column.raw(x)));
                for (Line line : sharing) {
                    row.add(line.values()[p]);
                }
                rows.row(row);
            }
        }
        return rows.toString();
    }

    /**
     * Enables dragging of the curve with the pointer or the arrow keys.
     *
     * @param atHold called before the first change of a drag, {@code atRelease} after its last
     */
    void setOnPull(Runnable atHold, PullListener listener, Runnable atRelease) {
        setFocusTraversable(true);
        onHold = atHold;
        onPull = listener;
        onRelease = atRelease;
    }

    /** The point of the curve in this node's coordinates, at a share of its width. */
    public Point2D grip(double share) {
        double pixel = LEFT + share * (getWidth() - LEFT - RIGHT);
        return new Point2D(pixel, frame.y().pixel(at(lines.getLast(), frame.x().value(pixel))));
    }

    /** The target value and the current value of the curve at a point in this node's coordinates. */
    public double[] wantedAndShown(double x, double y) {
        return new double[] {frame.y().value(y), at(lines.getLast(), frame.x().value(x))};
    }

    /** The change of the curve per dragged pixel. */
    public double pixelsWorth() {
        return frame.y().value(0) - frame.y().value(1);
    }

    /** Grabs the curve near the pointer. */
    private void press(MouseEvent event) {
        if (isFocusTraversable() && event.getButton() == MouseButton.PRIMARY && inside(event.getX())) {
            requestFocus();
            double x = frame.x().value(event.getX());
            float value = at(lines.getLast(), x);
            if (Float.isFinite(value) && Math.abs(frame.y().pixel(value) - event.getY()) <= GRIP) {
                onHold.run();
                held = x;
            }
        }
    }

    private boolean inside(double pixel) {
        return frame != null && !lines.isEmpty() && pixel >= LEFT && pixel <= getWidth() - RIGHT;
    }

    private void pull(double pixel) {
        if (!Double.isNaN(held)) {
            point(frame.x().pixel(held));
            onPull.pulled((float) held, (float) frame.y().value(Math.clamp(pixel, TOP, getHeight() - BOTTOM)));
        }
    }

    private void release() {
        if (!Double.isNaN(held)) {
            held = Double.NaN;
            repaint();
            onRelease.run();
        }
    }

    /** Left and right select a point, up and down drag the curve there. */
    private void key(KeyEvent event) {
        if (!isFocusTraversable() || frame == null || lines.isEmpty()) {
            return;
        }
        double from = inside(pointer()) ? pointer() : getWidth() / 2;
        switch (event.getCode()) {
            case LEFT -> point(Math.max(LEFT, from - STEP));
            case RIGHT -> point(Math.min(getWidth() - RIGHT, from + STEP));
            case UP -> pullBy(from, -STEP);
            case DOWN -> pullBy(from, STEP);
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void pullBy(double from, double pixels) {
        point(from);
        onHold.run();
        held = frame.x().value(from);
        float value = at(lines.getLast(), held);
        if (Float.isFinite(value)) {
            pull(frame.y().pixel(value) + pixels);
        }
        release();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (lines.isEmpty()) {
            return;
        }
        double right = Math.max(LEFT + 1, width - RIGHT);
        double bottom = Math.max(TOP + 1, height - BOTTOM);
        // Axes are fixed during a drag, or the curve would move away from the pointer.
        frame = new PlotArea(
                surface,
                palette,
                stays() ? frame.x().over(LEFT, right) : across(right),
                stays() ? frame.y().over(bottom, TOP) : upwards(bottom));
        frame.outside(domain.low(), domain.high());
        frame.valueTicks(PlotArea.CLOSE_VALUES);
        inputs.ifPresent(met -> histogram(surface, palette, met));
        frame.zero();
        frame.inputTicks(PlotArea.CLOSE_INPUTS);
        for (Line line : lines) {
            Colour colour = palette.series(line.series());
            double thickness = line.strong() ? 2 : 1.25;
            if (line.domain().equals(domain)) {
                frame.line(line.x(), line.values(), colour, thickness, line.dashes());
            } else {
                frame.line(line.x(), line.values(true), colour, thickness, line.dashes());
                frame.line(line.x(), line.values(false), colour, thickness, BEYOND);
            }
        }
        surface.text(axis, palette.text(), right, height - 6, Anchor.END);
        if (frame.holds(pointer())) {
            reading(surface, palette, new Rectangle2D(LEFT, TOP, right - LEFT, bottom - TOP));
        }
    }

    @Override
    protected double foot(Surface surface, Palette palette, double width, double height) {
        Legend legend = new Legend(surface, palette, height, LEFT, width - RIGHT);
        lines.forEach(line -> legend.line(line.name(), palette.series(line.series()), line.dashes()));
        return legend.bottom();
    }

    /** Bars are logarithmic: backgrounds would otherwise dominate. */
    private void histogram(Surface surface, Palette palette, EdgeInputs met) {
        double foot = frame.y().start();
        int most = Arrays.stream(met.counts()).max().orElse(0);
        double width = (met.shown().high() - met.shown().low()) / met.counts().length;
        for (int b = 0; b < met.counts().length; b++) {
            double left = frame.x().pixel(met.shown().low() + b * width);
            double right = Math.min(frame.x().end(), frame.x().pixel(met.shown().low() + (b + 1) * width));
            left = Math.max(frame.x().start(), left);
            if (met.counts()[b] > 0 && right > left) {
                double height = HISTOGRAM * (foot - frame.y().end()) * Math.log1p(met.counts()[b]) / Math.log1p(most);
                surface.fill(palette.axis(), left, foot - height, Math.max(1, right - left - 1), height);
            }
        }
    }

    private boolean stays() {
        return frame != null && !Double.isNaN(held);
    }

    private Axis across(double end) {
        DoubleStream ends =
                lines.stream().flatMapToDouble(line -> DoubleStream.of(line.x()[0], line.x()[line.x().length - 1]));
        return Axis.around(Scale.LINEAR, ends, 0, LEFT, end);
    }

    /** The range of values in the domain: the extrapolation region may be cut off. */
    private Axis upwards(double foot) {
        Interval now = Interval.of(lines.stream()
                .flatMapToDouble(line -> IntStream.range(0, line.x().length)
                        .filter(p -> domain.contains(line.x()[p]))
                        .mapToDouble(p -> line.values()[p])));
        if (plays && now.low() <= now.high()) {
            now = played.map(now::span).orElse(now);
            played = Optional.of(now);
        }
        return Axis.around(Scale.LINEAR, now.low(), now.high(), HEADROOM, foot, TOP);
    }

    private void reading(Surface surface, Palette palette, Rectangle2D area) {
        double x = frame.x().value(pointer());
        surface.line(palette.crosshair(), pointer(), area.getMinY(), pointer(), area.getMaxY());
        List<Reading.Row> rows = new ArrayList<>();
        rows.add(new Reading.Row("x " + number(x), "", null));
        units.ifPresent(
                column -> rows.add(new Reading.Row(column.name(), ScoreText.significant(column.raw(x), DIGITS), null)));
        for (Line line : lines) {
            float value = at(line, x);
            Colour colour = palette.series(line.series());
            rows.add(new Reading.Row(line.name(), number(value), colour));
            if (Float.isFinite(value)) {
                double y = Math.clamp(frame.y().pixel(value), area.getMinY(), area.getMaxY());
                surface.dot(colour, pointer(), y, 3);
            }
        }
        Reading told = new Reading(rows);
        Rectangle2D box = readingBox(area, pointer(), told.width(), told.height());
        told.paint(surface, palette, box.getMinX(), box.getMinY(), box.getWidth());
    }

    /** The place of the readout: in the half without the pointer, so that the dragged point stays visible, and as wide as there is room. */
    static Rectangle2D readingBox(Rectangle2D area, double pointer, double wide, double tall) {
        boolean atLeft = pointer < (area.getMinX() + area.getMaxX()) / 2;
        double room = (atLeft ? area.getMaxX() - pointer : pointer - area.getMinX()) - GRIP;
        double width = Math.min(wide, room);
        double left = atLeft
                ? Math.max(area.getMaxX() - width - 4, pointer + GRIP)
                : Math.min(area.getMinX() + 4, pointer - GRIP - width);
        return new Rectangle2D(left, area.getMinY() + 4, width, tall);
    }

    private static String number(double value) {
        return ScoreText.significant(value, DIGITS);
    }

    /** Interpolates between the two nearest points; NaN beyond the line's ends. */
    static float at(Line line, double x) {
        float[] xs = line.x();
        float[] values = line.values();
        double step = (xs[xs.length - 1] - xs[0]) / (double) (xs.length - 1);
        double place = (x - xs[0]) / step;
        // Half a point's worth is rounding.
        if (place < -0.5 || place > xs.length - 0.5) {
            return Float.NaN;
        }
        int i = (int) Math.clamp(place, 0, xs.length - 2.0);
        return (float) (values[i] + (place - i) * (values[i + 1] - values[i]));
    }
}
