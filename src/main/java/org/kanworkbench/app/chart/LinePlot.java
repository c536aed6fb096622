package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.kanworkbench.app.chart.PlotFrame.Zoom;
import org.kanworkbench.plot.Scale;

/**
 * Lines over a shared x axis, drawn on a canvas. A crosshair reads every line at once; dragging selects an interval to
 * zoom to, the wheel zooms at the pointer, a double click shows all again. With the keyboard: arrows, +, −, 0.
 */
public final class LinePlot extends Region {

    private static final StyleablePropertyFactory<LinePlot> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final Font FONT = Font.font("Roboto", 11);
    private static final double WHEEL = 0.85;
    private static final double LEAST_DRAG = 6;

    private final Canvas lines = new Canvas();
    private final Canvas overlay = new Canvas();
    private final List<PlotSeries> series = new ArrayList<>();
    private List<Mark> marks = List.of();
    private final StringProperty xTitle = new SimpleStringProperty(this, "xTitle", "");
    private final StringProperty yTitle = new SimpleStringProperty(this, "yTitle", "");
    private final BooleanProperty percent = new SimpleBooleanProperty(this, "percent");
    private final ObjectProperty<Scale> scale = new SimpleObjectProperty<>(this, "scale", Scale.LINEAR);
    private final DoubleProperty smoothing = new SimpleDoubleProperty(this, "smoothing");
    private final ObjectProperty<Zoom> zoom = new SimpleObjectProperty<>(this, "zoom");
    private final ObjectProperty<Double> crosshair = new SimpleObjectProperty<>(this, "crosshair");

    private final Map<String, StyleableProperty<Color>> colours = new HashMap<>();
    private final StyleableProperty<Color> background = colour("-plot-background");
    private final StyleableProperty<Color> grid = colour("-plot-grid");
    private final StyleableProperty<Color> axis = colour("-plot-axis");
    private final StyleableProperty<Color> text = colour("-plot-text");
    private final StyleableProperty<Color> hint = colour("-plot-hint");
    private final StyleableProperty<Color> hair = colour("-plot-crosshair");
    private final List<StyleableProperty<Color>> seriesColours = IntStream.rangeClosed(1, Inks.SERIES)
            .mapToObj(i -> colour("-plot-series-" + i))
            .toList();

    private PlotFrame frame;
    private double dragFrom = Double.NaN;
    private double dragTo;

    public LinePlot() {
        getStyleClass().add("line-plot");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        overlay.setMouseTransparent(true);
        lines.setMouseTransparent(true);
        getChildren().addAll(lines, overlay);
        for (ObjectProperty<?> cause : List.of(scale, zoom)) {
            cause.addListener(_ -> requestLayout());
        }
        smoothing.addListener(_ -> requestLayout());
        crosshair.addListener(_ -> paintOverlay());
        addEventHandler(MouseEvent.ANY, this::onMouse);
        setOnScroll(this::onScroll);
        setOnKeyPressed(this::onKey);
    }

    private StyleableProperty<Color> colour(String css) {
        StyleableProperty<Color> colour =
                STYLES.createStyleableColorProperty(this, css, css, plot -> plot.colours.get(css), Color.GRAY);
        ((ObservableValue<Color>) colour).addListener(_ -> requestLayout());
        colours.put(css, colour);
        return colour;
    }

    public String getXTitle() {
        return xTitle.get();
    }

    public void setXTitle(String title) {
        xTitle.set(title);
    }

    public String getYTitle() {
        return yTitle.get();
    }

    public void setYTitle(String title) {
        yTitle.set(title);
    }

    /** Whether y values are shares, shown as percentages. */
    public boolean isPercent() {
        return percent.get();
    }

    public void setPercent(boolean shares) {
        percent.set(shares);
    }

    public ObjectProperty<Scale> scaleProperty() {
        return scale;
    }

    /**
     * Weight of the past in the moving average that is drawn over the faint raw values, after a 400th of the longest line: a
     * function of x, so that lines of many and of few points are smoothed alike. 0 draws the raw values alone.
     */
    public DoubleProperty smoothingProperty() {
        return smoothing;
    }

    /** The interval of x that is shown, null for all. Bind plots over the same x bidirectionally. */
    public ObjectProperty<Zoom> zoomProperty() {
        return zoom;
    }

    /** The x that is read, null for none. Bind plots over the same x bidirectionally. */
    public ObjectProperty<Double> crosshairProperty() {
        return crosshair;
    }

    /** The lines, in drawing order. */
    public List<PlotSeries> series() {
        return List.copyOf(series);
    }

    public void setSeries(List<PlotSeries> shown) {
        series.clear();
        series.addAll(shown);
        requestLayout();
    }

    /** What happened along x, in the order of x or not. */
    public List<Mark> marks() {
        return marks;
    }

    /** Shows what happened as small signs over the plot; the crosshair tells each one's text. */
    public void setMarks(List<Mark> shown) {
        if (!marks.equals(shown)) {
            marks = List.copyOf(shown);
            setNeedsLayout(true);
        }
    }

    /** Draws the points added since, with the next frame. */
    public void refresh() {
        // Its size stays, so that nothing around it needs to be laid out anew.
        setNeedsLayout(true);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        // Also where there is room for nothing: what is left of a larger size would lie over the neighbours.
        for (Canvas canvas : List.of(lines, overlay)) {
            canvas.setWidth(width);
            canvas.setHeight(height);
        }
        if (width < 1 || height < 1) {
            return;
        }
        frame = frame(width, height);
        GraphicsContext g = lines.getGraphicsContext2D();
        CanvasSurface.clear(g);
        new PlotPainter(new CanvasSurface(g, FONT), palette(), frame).paint();
        paintOverlay();
    }

    private PlotFrame frame(double width, double height) {
        PlotFrame.Content content =
                new PlotFrame.Content(List.copyOf(series), marks, getXTitle(), getYTitle(), isPercent());
        return PlotFrame.layOut(width, height, content, zoom.get(), smoothing.get(), scale.get());
    }

    private Palette palette() {
        return new Palette(
                background.getValue(),
                grid.getValue(),
                axis.getValue(),
                text.getValue(),
                hint.getValue(),
                hair.getValue(),
                seriesColours.stream().map(StyleableProperty::getValue).toList());
    }

    /** The plot as an SVG document of the size on screen. */
    public String svg() {
        SvgSurface surface = new SvgSurface(getWidth(), getHeight());
        surface.fill(background.getValue(), 0, 0, getWidth(), getHeight());
        new PlotPainter(surface, palette(), frame(getWidth(), getHeight())).paint();
        return surface.document();
    }

    /** What it is drawn on. */
    Color paper() {
        return background.getValue();
    }

    private void paintOverlay() {
        if (frame == null) {
            return;
        }
        boolean selecting = !Double.isNaN(dragFrom) && Math.abs(dragTo - dragFrom) >= LEAST_DRAG;
        // An empty layer would be laid over the other one pixel by pixel, in every frame.
        overlay.setVisible(selecting || crosshair.get() != null);
        GraphicsContext g = overlay.getGraphicsContext2D();
        CanvasSurface.clear(g);
        Surface surface = new CanvasSurface(g, FONT);
        double top = frame.y().end();
        double bottom = frame.y().start();
        if (selecting) {
            Color shade = hair.getValue().deriveColor(0, 1, 1, 0.2);
            surface.fill(shade, Math.min(dragFrom, dragTo), top, Math.abs(dragTo - dragFrom), bottom - top);
        } else if (crosshair.get() != null
                && crosshair.get() >= frame.x().from()
                && crosshair.get() <= frame.x().to()) {
            new PlotReading(frame, palette(), crosshair.get()).paint(surface);
        }
    }

    /** What the crosshair tells at a place, row by row. */
    List<String> reading(double x) {
        return new PlotReading(frame(getWidth(), getHeight()), palette(), x).lines();
    }

    private void onMouse(MouseEvent event) {
        if (frame == null) {
            return;
        }
        double at = Math.clamp(event.getX(), frame.x().start(), frame.x().end());
        if (event.getEventType() == MouseEvent.MOUSE_MOVED) {
            crosshair.set(frame.x().value(at));
        } else if (event.getEventType() == MouseEvent.MOUSE_EXITED) {
            crosshair.set(null);
        } else if (event.getEventType() == MouseEvent.MOUSE_PRESSED && event.getButton() == MouseButton.PRIMARY) {
            requestFocus();
            dragFrom = dragTo = at;
        } else if (event.getEventType() == MouseEvent.MOUSE_DRAGGED && !Double.isNaN(dragFrom)) {
            dragTo = at;
            paintOverlay();
        } else if (event.getEventType() == MouseEvent.MOUSE_RELEASED && !Double.isNaN(dragFrom)) {
            if (Math.abs(dragTo - dragFrom) >= LEAST_DRAG) {
                zoom.set(new Zoom(
                        frame.x().value(Math.min(dragFrom, dragTo)), frame.x().value(Math.max(dragFrom, dragTo))));
            }
            dragFrom = Double.NaN;
            paintOverlay();
        } else if (event.getEventType() == MouseEvent.MOUSE_CLICKED && event.getClickCount() == 2) {
            zoom.set(null);
        }
    }

    private void onScroll(ScrollEvent event) {
        if (frame != null && event.isControlDown() && event.getDeltaY() != 0) {
            zoomAt(frame.x().value(event.getX()), event.getDeltaY() > 0 ? WHEEL : 1 / WHEEL);
            event.consume();
        }
    }

    private void zoomAt(double centre, double factor) {
        double from = centre - (centre - frame.x().from()) * factor;
        double to = centre + (frame.x().to() - centre) * factor;
        zoom.set(new Zoom(Math.max(0, from), to));
    }

    private void onKey(KeyEvent event) {
        if (frame == null) {
            return;
        }
        double from = frame.x().from();
        double width = frame.x().to() - from;
        double at = crosshair.get() == null ? from + width / 2 : crosshair.get();
        switch (event.getCode()) {
            case LEFT -> crosshair.set(Math.max(from, at - width / 100));
            case RIGHT -> crosshair.set(Math.min(from + width, at + width / 100));
            case PLUS, ADD, EQUALS -> zoomAt(at, WHEEL);
            case MINUS, SUBTRACT -> zoomAt(at, 1 / WHEEL);
            case DIGIT0, NUMPAD0 -> zoom.set(null);
            default -> {
                return;
            }
        }
        event.consume();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
