package org.kanworkbench.app.formulas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.formulas.state.State;
import org.kanworkbench.app.formulas.state.Words;
import org.kanworkbench.expression.Notation;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.formula.Found;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * The Pareto front of formulas: error on unseen samples against complexity. A click shows a formula; with the keyboard, the arrows
 * go along the front and Enter shows one.
 */
public final class FrontPicture extends Picture {

    private static final double LEFT = 48;
    private static final double RIGHT = 16;
    private static final double TOP = 26;
    private static final double DOT = 4;
    private static final double REACH = 24;

    private List<State.Scored> points = List.of();
    private Found shown;
    private double least = 1e-12;
    private String errors = "RMSE";
    private int read = -1;
    private Axis across;
    private Axis up;
    private Consumer<Found> onChoose = _ -> {};

    public FrontPicture() {
        setAccessibleText("Pareto front of formulas");
        setFocusTraversable(true);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> read(nearest(event)));
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> read(-1));
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            requestFocus();
            choose(nearest(event));
        });
        setOnKeyPressed(this::key);
    }

    /**
     * @param front simplest first
     * @param current the formula that is shown; null for none
     * @param floor errors below are drawn there
     * @param name of the errors
     */
    void show(List<State.Scored> front, Found current, double floor, String name) {
        if (!front.equals(points)) {
            read = -1;
        }
        points = List.copyOf(front);
        shown = current;
        errors = name;
        least = Math.max(floor, 1e-12);
        repaint();
    }

    void setOnChoose(Consumer<Found> listener) {
        onChoose = listener;
    }

    private double error(State.Scored point) {
        return Math.max(least, point.error());
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (points.isEmpty()) {
            surface.text("No finished formula at this step", palette.hint(), width / 2, height / 2, Anchor.MIDDLE);
            return;
        }
        int simplest = points.getFirst().found().complexity();
        int most = points.getLast().found().complexity();
        double low = points.stream()
                .mapToDouble(this::error)
                .filter(Double::isFinite)
                .min()
                .orElse(1);
        double high = points.stream()
                .mapToDouble(this::error)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        across = new Axis(
                Scale.LINEAR, simplest - 1, Math.max(most, simplest + 1) + 1, LEFT, Math.max(LEFT + 1, width - RIGHT));
        up = new Axis(
                Scale.LOG,
                low / (low < high ? 2 : 10),
                high * (low < high ? 2 : 10),
                Math.max(TOP + 1, height - PlotArea.BELOW),
                TOP);
        PlotArea area = new PlotArea(surface, palette, across, up);
        area.axes("Complexity", Character.toUpperCase(errors.charAt(0)) + errors.substring(1) + " on unseen samples");
        double[] x = points.stream().mapToDouble(p -> p.found().complexity()).toArray();
        double[] y = points.stream().mapToDouble(this::error).toArray();
        // Chosen by validation samples, one may be beaten by a simpler one on unseen samples: then the front passes it
        // by.
        double[] reached = new double[y.length];
        int[] front = IntStream.range(0, y.length)
                .filter(p -> {
                    double before = p == 0 ? Double.POSITIVE_INFINITY : reached[p - 1];
                    reached[p] = Math.min(before, y[p]);
                    return y[p] < before;
                })
                .toArray();
        area.dots(x, y, palette.hint(), DOT - 1);
        double[] frontX = Arrays.stream(front).mapToDouble(p -> x[p]).toArray();
        double[] frontY = Arrays.stream(front).mapToDouble(p -> y[p]).toArray();
        area.line(frontX, frontY, palette.series(0), 1.5);
        area.dots(frontX, frontY, palette.series(0), DOT);
        for (int p = 0; p < x.length; p++) {
            if (points.get(p).error() < least) {
                surface.text("exact", palette.hint(), across.pixel(x[p]), up.pixel(y[p]) - 14, Anchor.MIDDLE);
            }
            if (points.get(p).found() == shown) {
                surface.dot(palette.accent(), across.pixel(x[p]), up.pixel(y[p]), DOT + 3);
                surface.dot(palette.paper(), across.pixel(x[p]), up.pixel(y[p]), DOT + 1);
                surface.dot(palette.series(0), across.pixel(x[p]), up.pixel(y[p]), DOT - 1);
            }
        }
        if (read >= 0) {
            reading(surface, palette, width);
        }
    }

    private void reading(Surface surface, Palette palette, double width) {
        State.Scored point = points.get(read);
        int room = (int) ((width - LEFT) / Surface.LETTER) - 4;
        String text =
                Surface.fitted(Notation.SYMPY.print(point.found().formula().expression()), room);
        Reading told = new Reading(List.of(
                new Reading.Row(text, "", null),
                new Reading.Row(
                        "complexity " + point.found().complexity() + ", " + errors + " " + Words.number(point.error()),
                        "",
                        null)));
        double left = Math.clamp(
                across.pixel(point.found().complexity()) - told.width() / 2, 2, Math.max(2, width - told.width() - 2));
        double y = up.pixel(error(point));
        double top = y - told.height() - 10 > 0 ? y - told.height() - 10 : y + 10;
        told.paint(surface, palette, left, top, told.width());
    }

    private int nearest(MouseEvent event) {
        int best = -1;
        double distance = REACH;
        for (int p = 0; up != null && p < points.size(); p++) {
            double away = Math.hypot(
                    across.pixel(points.get(p).found().complexity()) - event.getX(),
                    up.pixel(error(points.get(p))) - event.getY());
            if (away < distance) {
                distance = away;
                best = p;
            }
        }
        return best;
    }

    private void read(int point) {
        if (point != read) {
            read = point;
            repaint();
        }
    }

    private void choose(int point) {
        if (point >= 0 && point < points.size()) {
            onChoose.accept(points.get(point).found());
        }
    }

    private void key(KeyEvent event) {
        if (points.isEmpty()) {
            return;
        }
        if (event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.RIGHT) {
            read(Math.clamp(read + (event.getCode() == KeyCode.LEFT ? -1 : 1), 0, points.size() - 1));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            choose(read);
            event.consume();
        }
    }

    /** The front as numbers. */
    String csv() {
        CsvText text = new CsvText(
                "complexity", "test_" + errors.toLowerCase(Locale.ROOT).replace(' ', '_'), "formula");
        for (State.Scored point : points) {
            text.row(
                    point.found().complexity(),
                    point.error(),
                    Notation.SYMPY.print(point.found().formula().expression()));
        }
        return text.toString();
    }
}
