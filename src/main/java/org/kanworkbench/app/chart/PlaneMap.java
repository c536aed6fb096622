package org.kanworkbench.app.chart;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.kanworkbench.app.chart.ClassMap.Square;
import org.kanworkbench.app.chart.Surface.Anchor;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Scale;

/**
 * A square of the plane: which class is the likeliest where, as a map of colours, and labelled points over it. The pointer
 * reads the probabilities; with the keyboard, the arrows do. A new map costs one picture's worth of pixels: axes and points
 * have a layer of their own.
 */
public final class PlaneMap extends Region {

    private static final StyleablePropertyFactory<PlaneMap> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final Font FONT = Font.font("Roboto", 11);
    private static final double LEFT = 36;
    private static final double BOTTOM = 20;
    private static final double EDGE = 8;
    private static final double PIXELS_PER_TICK = 56;
    private static final int MOST_POINTS = 2000;
    private static final double STRONGEST = 0.8;
    /** Of classes, before they begin anew. */
    public static final int COLOURS = 6;

    private static final double USUAL = 360;
    private static final double LINE = 15;
    private static final double READING_WIDTH = 104;

    private final ImageView image = new ImageView();
    private final Canvas marks = new Canvas();
    private final Canvas overlay = new Canvas();
    private final Map<String, StyleableProperty<Color>> colours = new HashMap<>();
    private final StyleableProperty<Color> paper = colour("-plane-paper");
    private final StyleableProperty<Color> axis = colour("-plane-axis");
    private final StyleableProperty<Color> text = colour("-plane-text");
    private final StyleableProperty<Color> doubt = colour("-plane-doubt");
    private final StyleableProperty<Color> outline = colour("-plane-outline");
    private final List<StyleableProperty<Color>> classColours = IntStream.rangeClosed(1, COLOURS)
            .mapToObj(i -> colour("-plane-class-" + i))
            .toList();

    private PlanePoints points = PlanePoints.NONE;
    private List<String> names = List.of();
    private Square square = points.square();
    private ClassMap map;
    private WritableImage pixels;
    private int[] argb = new int[0];
    private Axis x = new Axis(Scale.LINEAR, 0, 1, 0, 1);
    private Axis y = x;
    /** What is read, in the plane's units; NaN for nothing. */
    private double readX = Double.NaN;

    private double readY;

    public PlaneMap() {
        getStyleClass().add("plane-map");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        image.setSmooth(true);
        List.of(image, marks, overlay).forEach(layer -> layer.setMouseTransparent(true));
        getChildren().addAll(image, marks, overlay);
        addEventHandler(MouseEvent.MOUSE_MOVED, event -> read(x.value(event.getX()), y.value(event.getY())));
        addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
        addEventHandler(MouseEvent.MOUSE_EXITED, _ -> read(Double.NaN, 0));
        setOnKeyPressed(this::onKey);
    }

    private StyleableProperty<Color> colour(String css) {
        StyleableProperty<Color> colour =
                STYLES.createStyleableColorProperty(this, css, css, plane -> plane.colours.get(css), Color.GRAY);
        ((ObservableValue<Color>) colour).addListener(_ -> {
            requestLayout();
            paintMap();
        });
        colours.put(css, colour);
        return colour;
    }

    /** Shows points, and no map until one comes. */
    public void show(PlanePoints shown, List<String> classNames) {
        points = shown;
        names = List.copyOf(classNames);
        square = points.square();
        show(null);
        requestLayout();
    }

    /** @param newest over the square of the points; null for none */
    public void show(ClassMap newest) {
        map = newest;
        image.setVisible(map != null);
        paintMap();
        paintReading();
    }

    /** The map that is shown; null for none. */
    public ClassMap map() {
        return map;
    }

    private void paintMap() {
        if (map == null) {
            return;
        }
        int side = map.side();
        if (pixels == null || pixels.getWidth() != side) {
            pixels = new WritableImage(side, side);
            argb = new int[side * side];
            image.setImage(pixels);
        }
        Color[] ofClass = new Color[map.classes()];
        for (int c = 0; c < ofClass.length; c++) {
            ofClass[c] = classColour(c);
        }
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                Color sure = ofClass[map.likeliest(row, column)];
                argb[(side - 1 - row) * side + column] = mix(sure, STRONGEST * map.sureness(row, column));
            }
        }
        pixels.getPixelWriter().setPixels(0, 0, side, side, PixelFormat.getIntArgbInstance(), argb, 0, side);
    }

    private Color classColour(int label) {
        return classColours.get(label % COLOURS).getValue();
    }

    /** From the colour of doubt to another's; a share that is no number leaves a gap. */
    private int mix(Color to, double share) {
        if (Double.isNaN(share)) {
            return 0;
        }
        Color from = doubt.getValue();
        return 0xff << 24
                | channel(from.getRed(), to.getRed(), share) << 16
                | channel(from.getGreen(), to.getGreen(), share) << 8
                | channel(from.getBlue(), to.getBlue(), share);
    }

    private static int channel(double from, double to, double share) {
        return (int) Math.round(255 * (from + (to - from) * share));
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.VERTICAL;
    }

    /** Such that the square is as high as there is room. */
    @Override
    protected double computePrefWidth(double height) {
        return (height < 0 ? USUAL : height) - BOTTOM + LEFT;
    }

    @Override
    protected void layoutChildren() {
        double side = Math.min(getWidth() - LEFT - EDGE, getHeight() - BOTTOM - EDGE);
        // Also where there is room for nothing: what is left of a larger size would lie over the neighbours.
        for (Canvas canvas : List.of(marks, overlay)) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            CanvasSurface.clear(canvas.getGraphicsContext2D());
        }
        image.setVisible(map != null && side >= 1);
        if (side < 1) {
            return;
        }
        double left = LEFT + (getWidth() - LEFT - EDGE - side) / 2;
        x = new Axis(Scale.LINEAR, square.left(), square.left() + square.size(), left, left + side);
        y = new Axis(Scale.LINEAR, square.bottom(), square.bottom() + square.size(), EDGE + side, EDGE);
        image.setFitWidth(side);
        image.setFitHeight(side);
        image.relocate(left, EDGE);
        GraphicsContext g = marks.getGraphicsContext2D();
        paintAxes(new CanvasSurface(g, FONT));
        paintPoints(g);
        paintReading();
    }

    private void paintAxes(Surface surface) {
        surface.line(axis.getValue(), x.start(), y.start(), x.end(), y.start());
        surface.line(axis.getValue(), x.start(), y.start(), x.start(), y.end());
        List<Double> ticks = x.ticks(PIXELS_PER_TICK);
        for (double tick : ticks) {
            surface.line(axis.getValue(), x.pixel(tick), y.start(), x.pixel(tick), y.start() + 4);
            surface.text(label(tick, ticks), text.getValue(), x.pixel(tick), y.start() + 13, Anchor.MIDDLE);
        }
        List<Double> upwards = y.ticks(PIXELS_PER_TICK);
        for (double tick : upwards) {
            surface.line(axis.getValue(), x.start() - 4, y.pixel(tick), x.start(), y.pixel(tick));
            surface.text(label(tick, upwards), text.getValue(), x.start() - 8, y.pixel(tick), Anchor.END);
        }
    }

    private static String label(double tick, List<Double> ticks) {
        // Adding 0 turns −0 into 0.
        return String.format(Locale.ROOT, "%." + Axis.decimals(ticks) + "f", tick + 0.0)
                .replace('-', '−');
    }

    private void paintPoints(GraphicsContext g) {
        g.setStroke(outline.getValue());
        g.setLineWidth(1);
        g.setLineDashes();
        int count = Math.min(MOST_POINTS, points.count());
        double radius = count > 400 ? 2.5 : 3.5;
        for (int i = 0; i < count; i++) {
            int label = points.labels()[i];
            g.setFill(classColour(label).darker());
            PointShape.of(label).draw(g, x.pixel(points.xs()[i]), y.pixel(points.ys()[i]), radius);
        }
    }

    private void read(double atX, double atY) {
        boolean inside = atX >= x.from() && atX <= x.to() && atY >= y.from() && atY <= y.to();
        readX = inside ? atX : Double.NaN;
        readY = atY;
        paintReading();
    }

    private void paintReading() {
        GraphicsContext g = overlay.getGraphicsContext2D();
        CanvasSurface.clear(g);
        if (Double.isNaN(readX)) {
            return;
        }
        List<String> lines = reading(readX, readY);
        double atX = x.pixel(readX);
        double atY = y.pixel(readY);
        Surface surface = new CanvasSurface(g, FONT);
        surface.line(text.getValue(), atX, y.end(), atX, y.start());
        surface.line(text.getValue(), x.start(), atY, x.end(), atY);
        double height = LINE * lines.size() + 6;
        double left = atX + READING_WIDTH + 10 < x.end() ? atX + 8 : atX - READING_WIDTH - 8;
        double top = atY + height + 10 < y.start() ? atY + 8 : atY - height - 8;
        surface.fill(axis.getValue(), left - 1, top - 1, READING_WIDTH + 2, height + 2);
        surface.fill(paper.getValue(), left, top, READING_WIDTH, height);
        for (int i = 0; i < lines.size(); i++) {
            surface.text(lines.get(i), text.getValue(), left + 8, top + 3 + LINE * (i + 0.5), Anchor.START);
        }
    }

    /** What the pointer reads at a place: its coordinates and, where there is a map, every class's probability. */
    List<String> reading(double atX, double atY) {
        String place = String.format(Locale.ROOT, "%.2f, %.2f", atX, atY).replace('-', '−');
        if (map == null) {
            return List.of(place);
        }
        int row = map.row(atY);
        int column = map.column(atX);
        return IntStream.range(-1, Math.min(map.classes(), COLOURS))
                .mapToObj(c -> c < 0 ? place : share(names.get(c), map.probability(row, column, c)))
                .toList();
    }

    private static String share(String name, float probability) {
        return Float.isNaN(probability)
                ? name + "  no number"
                : String.format(Locale.ROOT, "%s  %.1f %%", name, 100 * probability);
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

    /** The picture as a PNG file, twice as fine as on screen. Call on the interface thread. */
    public byte[] png() {
        return PlotExport.png(this, paper.getValue());
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
