package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Orientation;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.kanworkbench.app.chart.GridMap.Square;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Legend;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Reading;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/**
 * A square of the plane: which class is the likeliest where, or what a part of a network computes there, as a map of colours, and
 * labelled points over it. The pointer reads the probabilities or the number; with the keyboard, the arrows do. A new map costs one picture's worth of pixels: points have a
 * sheet of their own.
 */
public final class PlaneMap extends Picture {

    private static final double LEFT = 36;
    private static final double BOTTOM = 20;
    private static final double EDGE = 8;
    private static final double PIXELS_PER_TICK = 56;
    private static final int MOST_POINTS = 2000;
    private static final double STRONGEST = 0.8;
    private static final Colour BLACK = new Colour(0xff000000);
    private static final double DARKER = 0.3;
    /** Of the likeliest classes, where the pointer is. */
    private static final int MOST_READ = 6;

    private static final double USUAL = 360;
    /** Height of the scale of colours in a file, and its shades, a pixel each. */
    private static final double SCALE = 20;

    private static final int SHADES = 96;
    private static final String NO_NUMBER = "no number";

    private final Sheet answers = under(this::paintMap);
    private final Sheet reading = over(this::paintReading);
    private PlanePoints points = PlanePoints.NONE;
    private List<String> names = List.of();
    private Square square = points.square();
    private ValueScale scale = ValueScale.of(points.values());
    private GridMap map;
    /** Whether points are left out: on a map of another scale than theirs their colours would mislead. */
    private boolean bare;

    private Axis x = new Axis(Scale.LINEAR, 0, 1, 0, 1);
    private Axis y = x;
    /** What is read, in the plane's units; NaN for nothing. */
    private double readX = Double.NaN;

    private double readY;

    public PlaneMap() {
        getStyleClass().add("plane-map");
        setFocusTraversable(true);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> read(x.value(event.getX()), y.value(event.getY())));
        addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> read(Double.NaN, 0));
        setOnKeyPressed(this::onKey);
        focusedProperty().subscribe(focused -> {
            if (!focused && !isHover()) {
                read(Double.NaN, 0);
            }
        });
    }

    /** Shows points, and no map until one comes. */
    public void show(PlanePoints shown, List<String> classNames) {
        points = shown;
        names = List.copyOf(classNames);
        square = points.square();
        scale = ValueScale.of(points.values());
        map = null;
        // It lay in the plane of the points before.
        read(Double.NaN, 0);
        repaint();
    }

    /** Such as {@code 2,000 of 5,000 points · }; empty where every point is drawn, or none. */
    public String drawn() {
        return bare || points.count() <= MOST_POINTS
                ? ""
                : String.format(Locale.ROOT, "%,d of %,d points · ", MOST_POINTS, points.count());
    }

    /** @param newest over the square of the points; null for none */
    public void show(GridMap newest) {
        map = newest;
        boolean now = points.values().length > 0
                && newest instanceof ValueMap values
                && !values.scale().equals(scale);
        if (bare != now) {
            bare = now;
            repaint();
        }
        answers.repaint();
        reading.repaint();
    }

    /** The map that is shown; null for none. */
    public GridMap map() {
        return map;
    }

    private boolean paintMap(Surface surface, Palette palette, double width, double height) {
        double room = room(height);
        double extent = Math.max(1, Math.min(width - room - EDGE, height - BOTTOM - EDGE));
        double left = room + (width - room - EDGE - extent) / 2;
        x = new Axis(Scale.LINEAR, square.left(), square.left() + square.size(), left, left + extent);
        y = new Axis(Scale.LINEAR, square.bottom(), square.bottom() + square.size(), EDGE + extent, EDGE);
        PlotArea area = new PlotArea(
                surface,
                palette,
                Axis.around(Scale.LINEAR, points.rawX(x.from()), points.rawX(x.to()), 0, x.start(), x.end()),
                up(y.start()));
        area.valueTicks(PIXELS_PER_TICK);
        area.inputTicks(PIXELS_PER_TICK);
        if (map == null) {
            return true;
        }
        int side = map.side();
        int[] argb = new int[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                argb[(side - 1 - row) * side + column] = switch (map) {
                    case ClassMap classes -> shade(palette, classes, row, column);
                    case ValueMap values ->
                        values.scale()
                                .colour(palette, values.value(row, column))
                                .argb();
                };
            }
        }
        surface.pixels(argb, side, true, left, EDGE, extent, extent);
        return true;
    }

    /** What is not a number leaves a gap. */
    private static int shade(Palette palette, ClassMap classes, int row, int column) {
        double share = STRONGEST * classes.sureness(row, column);
        return Double.isNaN(share)
                ? 0
                : palette.zero()
                        .mixed(palette.series(classes.likeliest(row, column)), share)
                        .argb();
    }

    /** Of a class's mark, 0 to 2; classes that share a colour differ in it. */
    public static int shape(int label) {
        return (label + label / Palette.SERIES) % 3;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.VERTICAL;
    }

    /** Such that the square is as high as there is room. */
    @Override
    protected double computePrefWidth(double height) {
        double high = height < 0 ? USUAL : height;
        return high - BOTTOM + room(high);
    }

    /** The y axis in the units of its column, from this pixel upwards. */
    private Axis up(double start) {
        return Axis.around(
                Scale.LINEAR,
                points.rawY(square.bottom()),
                points.rawY(square.bottom() + square.size()),
                0,
                Math.max(EDGE + 1, start),
                EDGE);
    }

    /** For the numbers at the y axis. */
    private double room(double height) {
        Axis axis = up(height - BOTTOM);
        List<Double> ticks = axis.ticks(PIXELS_PER_TICK);
        int longest = ticks.stream()
                .mapToInt(tick -> axis.label(tick, ticks).length())
                .max()
                .orElse(0);
        return Math.max(LEFT, Surface.LETTER * longest + 10);
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        int count = bare ? 0 : Math.min(MOST_POINTS, points.count());
        double radius = count > 400 ? 2.5 : 3.5;
        boolean classes = points.values().length == 0;
        for (int n = 0; n < count; n++) {
            // Tables are often sorted: the first ones would be of one class.
            int i = (int) ((long) n * points.count() / count);
            int shape = classes ? shape(points.labels()[i]) : 0;
            Colour inside = (classes ? palette.series(points.labels()[i]) : scale.colour(palette, points.values()[i]))
                    .mixed(BLACK, DARKER);
            double atX = x.pixel(points.xs()[i]);
            double atY = y.pixel(points.ys()[i]);
            point(surface, palette.outline(), shape, atX, atY, radius + 0.5);
            point(surface, inside, shape, atX, atY, radius - 0.5);
        }
    }

    @Override
    protected double foot(Surface surface, Palette palette, double width, double height) {
        if (map instanceof ValueMap values) {
            return scale(surface, palette, height, values.scale(), values.name());
        }
        if (points.values().length > 0) {
            return scale(surface, palette, height, scale, names.getFirst());
        }
        Legend legend = new Legend(surface, palette, height, 0, width - Surface.LETTER);
        for (int c = 0; c < names.size(); c++) {
            int label = c;
            legend.mark(names.get(c), (atX, atY) -> point(surface, palette.series(label), shape(label), atX, atY, 3.5));
        }
        return names.isEmpty() ? height : legend.bottom();
    }

    /** Below the picture, and tells its lower end. */
    private static double scale(Surface surface, Palette palette, double top, ValueScale of, String name) {
        int[] shades =
                Colour.pixels(SHADES, i -> of.colour(palette, of.low() + i * (of.high() - of.low()) / (SHADES - 1)));
        double middle = top + SCALE / 2;
        double left = LEFT + Surface.LETTER;
        surface.text(ValueScale.number(of.low()), palette.text(), LEFT, middle, Anchor.END);
        surface.pixels(shades, SHADES, true, left, middle - 5, SHADES, 10);
        surface.text(
                ValueScale.number(of.high()) + " · " + name,
                palette.text(),
                left + SHADES + Surface.LETTER,
                middle,
                Anchor.START);
        return top + SCALE;
    }

    private void read(double atX, double atY) {
        boolean inside = atX >= x.from() && atX <= x.to() && atY >= y.from() && atY <= y.to();
        readX = inside ? atX : Double.NaN;
        readY = atY;
        reading.repaint();
    }

    private boolean paintReading(Surface surface, Palette palette, double width, double height) {
        if (Double.isNaN(readX)) {
            return false;
        }
        double atX = x.pixel(readX);
        double atY = y.pixel(readY);
        surface.line(palette.text(), atX, y.end(), atX, y.start());
        surface.line(palette.text(), x.start(), atY, x.end(), atY);
        Reading told = new Reading(reading(palette));
        boolean below = atY + told.height() + 10 < y.start();
        told.beside(surface, palette, atX, below ? atY + 8 : atY - told.height() - 8, x.end());
        return true;
    }

    /** As many decimals as tell a hundredth of the picture. */
    private static String place(double value, double extent) {
        int decimals = (int) Math.clamp(Math.ceil(2 - Math.log10(extent)), 0, 8);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace('-', '−');
    }

    /** Coordinates of what is read and, where there is a map, the likeliest classes' probabilities or the number. */
    private List<Reading.Row> reading(Palette palette) {
        List<Reading.Row> rows = new ArrayList<>();
        String place =
                place(points.rawX(readX), points.rawX(square.left() + square.size()) - points.rawX(square.left()))
                        + ", "
                        + place(
                                points.rawY(readY),
                                points.rawY(square.bottom() + square.size()) - points.rawY(square.bottom()));
        rows.add(new Reading.Row(place, "", null));
        switch (map) {
            case null -> {}
            case ClassMap classes -> {
                for (int c : classes.likeliest(map.row(readY), map.column(readX), MOST_READ)) {
                    float share = classes.probability(map.row(readY), map.column(readX), c);
                    String told = Float.isNaN(share) ? NO_NUMBER : String.format(Locale.ROOT, "%.1f %%", 100 * share);
                    rows.add(new Reading.Row(names.get(c), told, palette.series(c)));
                }
            }
            case ValueMap values -> {
                float value = values.value(map.row(readY), map.column(readX));
                rows.add(new Reading.Row(
                        values.name(), Float.isFinite(value) ? ValueScale.number(value) : NO_NUMBER, null));
            }
        }
        return rows;
    }

    private void onKey(KeyEvent event) {
        double step = square.size() / 40;
        double atX = Double.isNaN(readX) ? square.left() + square.size() / 2 : readX;
        double atY = Double.isNaN(readX) ? square.bottom() + square.size() / 2 : readY;
        switch (event.getCode()) {
            case LEFT -> read(Math.max(x.from(), atX - step), atY);
            case RIGHT -> read(Math.min(x.to(), atX + step), atY);
            case UP -> read(atX, Math.min(y.to(), atY + step));
            case DOWN -> read(atX, Math.max(y.from(), atY - step));
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** The points of a class have a shape, too, so that colour is not all that tells them apart. */
    private static void point(Surface surface, Colour colour, int shape, double x, double y, double radius) {
        switch (shape) {
            case 0 -> surface.dot(colour, x, y, radius);
            case 1 -> surface.fill(colour, x - 0.9 * radius, y - 0.9 * radius, 1.8 * radius, 1.8 * radius);
            default ->
                surface.polygon(
                        colour,
                        new double[] {x - 1.1 * radius, x, x + 1.1 * radius},
                        new double[] {y + radius, y - 1.2 * radius, y + radius},
                        3);
        }
    }
}
