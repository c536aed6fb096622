package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.AccessibleRole;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import org.kanworkbench.plot.PngImage;

/**
 * A drawing on a canvas that is as large as its region. What is drawn on the screen can be had as PNG and as SVG. The style
 * sheet gives its colours as {@code -picture-paper}, {@code -picture-grid} and so on, one an {@link Inks ink}.
 */
public abstract class Picture extends Region {

    private static final StyleablePropertyFactory<Picture> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    private static final Font FONT = Font.font("Roboto", 11);
    private static final List<String> NAMES = List.of(
            "paper",
            "grid",
            "axis",
            "text",
            "hint",
            "crosshair",
            "accent",
            "outside",
            "low",
            "high",
            "negative",
            "zero",
            "positive");
    private static final double FINER = 2;
    /** Around what is written into a file. */
    private static final double MARGIN = 8;

    private final Canvas canvas = new Canvas();
    /** Null unless there is something that moves. */
    private Canvas moving;

    private boolean still;
    private final Map<String, StyleableProperty<Color>> colours = new HashMap<>();

    protected Picture() {
        getStyleClass().add("picture");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        NAMES.forEach(this::colour);
        IntStream.rangeClosed(1, Inks.SERIES).forEach(i -> colour("series-" + i));
    }

    private void colour(String name) {
        String css = "-picture-" + name;
        StyleableProperty<Color> colour =
                STYLES.createStyleableColorProperty(this, css, css, picture -> picture.colours.get(name), Color.GRAY);
        ((ObservableValue<Color>) colour).addListener(_ -> repaint());
        colours.put(name, colour);
    }

    /** Draws all of it, on a surface that is empty. */
    protected abstract void paint(Surface surface, Inks inks, double width, double height);

    /** Gives what moves a layer of its own; call once. */
    protected final void layerForMoving() {
        moving = new Canvas();
        moving.setMouseTransparent(true);
        getChildren().add(moving);
    }

    /** Draws, over what {@link #paint} has drawn, what changes far more often than the rest. */
    protected void paintMoving(Surface surface, Inks inks, double width, double height) {}

    /** Draws it anew with the next frame. */
    public final void repaint() {
        still = false;
        // Its size stays, so that nothing around it needs to be laid out anew.
        setNeedsLayout(true);
    }

    /** Draws what moves anew with the next frame; the rest stays as it is. */
    protected final void repaintMoving() {
        setNeedsLayout(true);
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        if (width < 1 || height < 1) {
            // What is left of a larger size would lie over the neighbours.
            Stream.of(canvas, moving).filter(Objects::nonNull).forEach(layer -> size(layer, width, height));
            still = false;
            return;
        }
        Inks inks = inks();
        if (!still || canvas.getWidth() != width || canvas.getHeight() != height) {
            paint(empty(canvas, width, height), inks, width, height);
            still = true;
        }
        if (moving != null) {
            paintMoving(empty(moving, width, height), inks, width, height);
        }
    }

    private static void size(Canvas canvas, double width, double height) {
        canvas.setWidth(width);
        canvas.setHeight(height);
    }

    private static Surface empty(Canvas canvas, double width, double height) {
        size(canvas, width, height);
        GraphicsContext g = canvas.getGraphicsContext2D();
        CanvasSurface.clear(g);
        return new CanvasSurface(g, FONT);
    }

    private Inks inks() {
        List<Color> plain = new ArrayList<>();
        NAMES.forEach(name -> plain.add(colours.get(name).getValue()));
        List<Color> series = IntStream.rangeClosed(1, Inks.SERIES)
                .mapToObj(i -> colours.get("series-" + i).getValue())
                .toList();
        return new Inks(
                plain.get(0),
                plain.get(1),
                plain.get(2),
                plain.get(3),
                plain.get(4),
                plain.get(5),
                plain.get(6),
                plain.get(7),
                plain.get(8),
                plain.get(9),
                plain.get(10),
                plain.get(11),
                plain.get(12),
                series);
    }

    /** The picture as an SVG document of the size on screen, with a margin. */
    public final String svg() {
        SvgSurface surface = new SvgSurface(getWidth(), getHeight(), MARGIN);
        Inks inks = inks();
        surface.fill(ground(inks), -MARGIN, -MARGIN, getWidth() + 2 * MARGIN, getHeight() + 2 * MARGIN);
        paint(surface, inks, getWidth(), getHeight());
        paintMoving(surface, inks, getWidth(), getHeight());
        return surface.document();
    }

    /** What lies behind the picture on screen. */
    private Color ground(Inks inks) {
        return getBackground() != null
                        && !getBackground().getFills().isEmpty()
                        && getBackground().getFills().getFirst().getFill() instanceof Color opaque
                ? opaque
                : inks.paper();
    }

    /** The picture as a PNG file, drawn twice as fine as on screen, with a margin. */
    public final byte[] png() {
        double width = getWidth() + 2 * MARGIN;
        double height = getHeight() + 2 * MARGIN;
        Canvas fine = new Canvas(Math.ceil(FINER * width), Math.ceil(FINER * height));
        GraphicsContext g = fine.getGraphicsContext2D();
        g.scale(FINER, FINER);
        g.translate(MARGIN, MARGIN);
        Inks inks = inks();
        CanvasSurface surface = new CanvasSurface(g, FONT);
        surface.fill(ground(inks), -MARGIN, -MARGIN, width, height);
        paint(surface, inks, getWidth(), getHeight());
        paintMoving(surface, inks, getWidth(), getHeight());
        return PngImage.encode(SwingFXUtils.fromFXImage(fine.snapshot(new SnapshotParameters(), null), null));
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
