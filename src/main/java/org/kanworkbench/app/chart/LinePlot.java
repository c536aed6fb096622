package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.kanworkbench.app.chart.PlotFrame.Zoom;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.plot.Legend;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;

/**
 * Lines over a shared x axis, drawn on a canvas. A crosshair reads every line at once; dragging selects an interval to
 * zoom to, the wheel zooms at the pointer, a double click shows all again. With the keyboard: arrows, +, −, 0.
 */
public final class LinePlot extends Picture {

    private static final double WHEEL = 0.85;
    private static final double LEAST_DRAG = 6;
    private static final double SELECTED = 0.2;

    private final Sheet overlay = over(this::paintOverlay);
    private final List<PlotSeries> series = new ArrayList<>();
    private List<Mark> marks = List.of();
    private String xTitle = "";
    private String yTitle = "";
    private boolean percent;
    /** Of the y axis. */
    public final ObjectProperty<Scale> scale = new SimpleObjectProperty<>(this, "scale", Scale.LINEAR);

    /** Of training curves, unless a person wants another. */
    public static final double SMOOTHING = 0.8;

    /**
     * Weight of the past in the moving average that is drawn over the faint raw values, after a 400th of the longest line: a
     * function of x, so that lines of many and of few points are smoothed alike. 0 draws the raw values alone.
     */
    public final DoubleProperty smoothing = new SimpleDoubleProperty(this, "smoothing");

    /** The interval of x that is shown, null for all. Bind plots over the same x bidirectionally. */
    public final ObjectProperty<Zoom> zoom = new SimpleObjectProperty<>(this, "zoom");

    /** The x that is read, null for none. Bind plots over the same x bidirectionally. */
    public final ObjectProperty<Double> crosshair = new SimpleObjectProperty<>(this, "crosshair");

    private PlotFrame frame;
    private double dragFrom = Double.NaN;
    private double dragTo;

    public LinePlot() {
        getStyleClass().add("line-plot");
        setFocusTraversable(true);
        for (ObservableValue<?> cause : List.of(scale, zoom, smoothing)) {
            cause.addListener(_ -> repaint());
        }
        crosshair.addListener(_ -> overlay.repaint());
        addEventHandler(MouseEvent.ANY, this::onMouse);
        setOnScroll(this::onScroll);
        setOnKeyPressed(this::onKey);
        focusedProperty().subscribe(focused -> {
            if (!focused && !isHover()) {
                crosshair.set(null);
            }
        });
    }

    public String getXTitle() {
        return xTitle;
    }

    public void setXTitle(String title) {
        xTitle = title;
    }

    public String getYTitle() {
        return yTitle;
    }

    public void setYTitle(String title) {
        yTitle = title;
    }

    /** Whether y values are shares, shown as percentages. */
    public boolean isPercent() {
        return percent;
    }

    public void setPercent(boolean shares) {
        percent = shares;
    }

    /** The lines, in drawing order. */
    public List<PlotSeries> series() {
        return List.copyOf(series);
    }

    public void setSeries(List<PlotSeries> shown) {
        series.clear();
        series.addAll(shown);
        repaint();
    }

    /** What happened along x, in the order of x or not. */
    public List<Mark> marks() {
        return marks;
    }

    /** Shows what happened as small signs over the plot; the crosshair tells each one's text. */
    public void setMarks(List<Mark> shown) {
        if (!marks.equals(shown)) {
            marks = List.copyOf(shown);
            repaint();
        }
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        frame = frame(width, height);
        new PlotPainter(surface, palette, frame).paint();
    }

    @Override
    protected double foot(Surface surface, Palette palette, double width, double height) {
        List<PlotSeries> unnamed = new PlotPainter(surface, palette, frame(width, height)).unnamed();
        if (unnamed.isEmpty()) {
            return height;
        }
        Legend legend = new Legend(surface, palette, height, 0, width - Surface.LETTER);
        unnamed.forEach(line -> legend.line(
                line.name(), palette.series(line.colour()), line.line().dashes()));
        return legend.bottom();
    }

    private PlotFrame frame(double width, double height) {
        PlotFrame.Content content =
                new PlotFrame.Content(List.copyOf(series), marks, getXTitle(), getYTitle(), isPercent());
        return PlotFrame.layOut(width, height, content, zoom.get(), smoothing.get(), scale.get());
    }

    private boolean paintOverlay(Surface surface, Palette palette, double width, double height) {
        double top = frame.y().end();
        double bottom = frame.y().start();
        if (!Double.isNaN(dragFrom) && Math.abs(dragTo - dragFrom) >= LEAST_DRAG) {
            double left = Math.min(dragFrom, dragTo);
            surface.fill(palette.crosshair().faded(SELECTED), left, top, Math.abs(dragTo - dragFrom), bottom - top);
            return true;
        }
        boolean read = crosshair.get() != null
                && crosshair.get() >= frame.x().from()
                && crosshair.get() <= frame.x().to();
        if (read) {
            new PlotReading(frame, palette, crosshair.get()).paint(surface);
        }
        return read;
    }

    /** Every point of every line as CSV; a line of very many says that its points are means of several. */
    public String csv() {
        CsvText rows = new CsvText("series", getXTitle().toLowerCase(Locale.ROOT), "value");
        for (PlotSeries line : series) {
            String name = line.joined() == 1 ? line.name() : line.name() + " (means of " + line.joined() + ")";
            for (int i = 0; i < line.size(); i++) {
                rows.row(name, line.x(i), line.y(i));
            }
        }
        return rows.toString();
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
            overlay.repaint();
        } else if (event.getEventType() == MouseEvent.MOUSE_RELEASED && !Double.isNaN(dragFrom)) {
            if (Math.abs(dragTo - dragFrom) >= LEAST_DRAG) {
                zoom.set(new Zoom(
                        frame.x().value(Math.min(dragFrom, dragTo)), frame.x().value(Math.max(dragFrom, dragTo))));
            }
            dragFrom = Double.NaN;
            crosshair.set(null);
            overlay.repaint();
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
}
