package org.kanworkbench.app.chart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.ImageSurface;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.SvgSurface;
import org.kanworkbench.report.Typeface;

/**
 * A drawing on a canvas that is as large as its region. What is drawn on the screen can be had as PNG and as SVG. The style
 * sheet gives its colours as {@code -picture-paper}, {@code -picture-grid} and so on, see {@link Palette}.
 */
public abstract class Picture extends Region {

    private static final StyleablePropertyFactory<Picture> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());
    /** Around what is written into a file. */
    private static final double MARGIN = 8;

    private final List<Sheet> sheets = new ArrayList<>();
    private final Map<String, StyleableProperty<Color>> colours = new HashMap<>();
    /** Null, or what is out of sight and this with it. */
    private Node hidden;

    private double pointer = Double.NaN;
    /** Null while the style sheet's have changed. */
    private Palette palette;

    protected Picture() {
        getStyleClass().add("picture");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        palette = Palette.of(this::styled);
        over((surface, inks, width, height) -> {
            paint(surface, inks, width, height);
            return true;
        });
    }

    private Colour styled(String name) {
        String css = "-picture-" + name;
        StyleableProperty<Color> colour =
                STYLES.createStyleableColorProperty(this, css, css, picture -> picture.colours.get(name), Color.GRAY);
        ((ObservableValue<Color>) colour).addListener(_ -> {
            palette = null;
            repaint();
        });
        colours.put(name, colour);
        return colour(colour.getValue());
    }

    private static Colour colour(Color from) {
        return Colour.of(from.getRed(), from.getGreen(), from.getBlue(), from.getOpacity());
    }

    protected final Palette palette() {
        if (palette == null) {
            palette = Palette.of(name -> colour(colours.get(name).getValue()));
        }
        return palette;
    }

    /** Draws on a surface that is empty, and tells whether there is anything to be seen. */
    protected interface Painter {
        boolean paint(Surface surface, Palette palette, double width, double height);
    }

    /** A transparent sheet with a part of the picture, which changes while the others stay as they are. */
    protected final class Sheet {

        private final Canvas canvas = new Canvas();
        private final Painter painter;
        private boolean still;

        private Sheet(Painter painter) {
            this.painter = painter;
            canvas.setMouseTransparent(true);
        }

        /** Draws it anew with the next frame. */
        public void repaint() {
            still = false;
            // Its size stays, so that nothing around it needs to be laid out anew.
            setNeedsLayout(true);
        }

        private void fit(double width, double height) {
            if (still && canvas.getWidth() == width && canvas.getHeight() == height) {
                return;
            }
            // Also where there is room for nothing: what is left of a larger size would lie over the neighbours.
            canvas.setWidth(width);
            canvas.setHeight(height);
            still = width >= 1 && height >= 1;
            if (still) {
                GraphicsContext g = canvas.getGraphicsContext2D();
                CanvasSurface.clear(g);
                // An empty sheet would be laid over the others one pixel by pixel, in every frame.
                canvas.setVisible(painter.paint(new CanvasSurface(g), palette(), width, height));
            }
        }
    }

    /** Draws the picture anew wherever the pointer goes, for what is read there. */
    protected final void followPointer() {
        setOnMouseMoved(event -> point(event.getX()));
        setOnMouseExited(_ -> point(Double.NaN));
    }

    /** Reads the picture at another place than the pointer's. */
    protected final void point(double x) {
        pointer = x;
        repaint();
    }

    /** The x at which the picture is read, in its own pixels; NaN for none. */
    protected final double pointer() {
        return pointer;
    }

    /** Draws what has no sheet of its own. */
    protected abstract void paint(Surface surface, Palette palette, double width, double height);

    /** A sheet over all that there are; call once each. */
    protected final Sheet over(Painter painter) {
        return sheet(sheets.size(), painter);
    }

    /** A sheet below all that there are; call once each. */
    protected final Sheet under(Painter painter) {
        return sheet(0, painter);
    }

    private Sheet sheet(int at, Painter painter) {
        Sheet sheet = new Sheet(painter);
        sheets.add(at, sheet);
        getChildren().add(at, sheet.canvas);
        return sheet;
    }

    /** Draws all sheets anew with the next frame. */
    public final void repaint() {
        sheets.forEach(Sheet::repaint);
    }

    /** What is out of sight is drawn when it comes back. */
    @Override
    protected void layoutChildren() {
        for (Node node = this; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                drawWhenShown(node);
                return;
            }
        }
        sheets.forEach(sheet -> sheet.fit(getWidth(), getHeight()));
    }

    private void drawWhenShown(Node behind) {
        if (hidden != behind) {
            hidden = behind;
            behind.visibleProperty().addListener(new InvalidationListener() {
                @Override
                public void invalidated(Observable shown) {
                    shown.removeListener(this);
                    hidden = null;
                    requestLayout();
                }
            });
        }
    }

    /** The picture as an SVG document of the size on screen or a little higher, with a margin. */
    public final String svg() {
        SvgSurface surface = new SvgSurface(getWidth(), fileHeight(), MARGIN);
        draw(surface);
        return surface.document();
    }

    /** The picture as a PNG file, drawn twice as fine as on screen, with a margin. */
    public final byte[] png() {
        ImageSurface surface = new ImageSurface(getWidth(), fileHeight(), MARGIN, Typeface.font());
        draw(surface);
        return surface.png();
    }

    private void draw(Surface surface) {
        surface.fill(ground(), -MARGIN, -MARGIN, getWidth() + 2 * MARGIN, fileHeight() + 2 * MARGIN);
        sheets.forEach(sheet -> sheet.painter.paint(surface, palette(), getWidth(), getHeight()));
        foot(surface, palette(), getWidth(), getHeight());
    }

    private double fileHeight() {
        return foot(new SvgSurface(getWidth(), getHeight(), 0), palette(), getWidth(), getHeight());
    }

    /** Draws below the picture what a file has to tell and the window tells elsewhere; its lower end. */
    protected double foot(Surface surface, Palette palette, double width, double height) {
        return height;
    }

    /** What lies behind the picture on screen. */
    private Colour ground() {
        return getBackground() != null
                        && !getBackground().getFills().isEmpty()
                        && getBackground().getFills().getFirst().getFill() instanceof Color opaque
                ? colour(opaque)
                : palette().paper();
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
