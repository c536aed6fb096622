package org.kanworkbench.app.chart;

import javafx.geometry.VPos;
import javafx.scene.Scene;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Surface;

/** Draws on a canvas. */
final class CanvasSurface implements Surface {

    private static final String TYPEFACE = "Roboto";
    private static final Font FONT = Font.font(TYPEFACE, TEXT);

    private final GraphicsContext g;
    private Colour inked;
    private Color ink;
    private Colour hatched;
    private ImagePattern hatching;

    CanvasSurface(GraphicsContext g) {
        this.g = g;
        g.setTextBaseline(VPos.CENTER);
        // At these widths it looks as round joins do, which cost several times as much.
        g.setLineJoin(StrokeLineJoin.BEVEL);
        g.setLineCap(StrokeLineCap.BUTT);
    }

    /** Empties a canvas to its last pixel, of which a canvas of a broken size covers a part only, on a scaled screen for instance. */
    static void clear(GraphicsContext g) {
        g.clearRect(0, 0, g.getCanvas().getWidth() + 1, g.getCanvas().getHeight() + 1);
    }

    /** One object for what follows in one colour: the canvas then need not be told of it again. */
    private Color ink(Colour colour) {
        if (!colour.equals(inked)) {
            inked = colour;
            ink = Color.color(colour.red(), colour.green(), colour.blue(), colour.opacity());
        }
        return ink;
    }

    @Override
    public void fill(Colour colour, double x, double y, double width, double height) {
        g.setFill(ink(colour));
        g.fillRect(x, y, width, height);
    }

    @Override
    public void line(Colour colour, double x1, double y1, double x2, double y2) {
        if (Math.floor(x1) == Math.floor(x2) || Math.floor(y1) == Math.floor(y2)) {
            hairline(colour, Math.floor(x1), Math.floor(y1), Math.floor(x2), Math.floor(y2));
            return;
        }
        g.setStroke(ink(colour));
        g.setLineWidth(1);
        g.setLineDashes();
        g.strokeLine(Math.floor(x1) + 0.5, Math.floor(y1) + 0.5, Math.floor(x2) + 0.5, Math.floor(y2) + 0.5);
    }

    /** Whole pixels of a row or column, both ends included: filling costs a fraction of stroking. */
    private void hairline(Colour colour, double x1, double y1, double x2, double y2) {
        g.setFill(ink(colour));
        g.fillRect(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1) + 1, Math.abs(y2 - y1) + 1);
    }

    @Override
    public void polyline(Colour colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
        g.setStroke(ink(colour));
        g.setLineWidth(width);
        g.setLineDashes(dashes);
        g.strokePolyline(xs, ys, count);
    }

    @Override
    public void polygon(Colour colour, double[] xs, double[] ys, int count) {
        g.setFill(ink(colour));
        g.fillPolygon(xs, ys, count);
    }

    @Override
    public void pixels(int[] argb, int columns, boolean smooth, double x, double y, double width, double height) {
        int rows = argb.length / columns;
        WritableImage image = new WritableImage(columns, rows);
        image.getPixelWriter().setPixels(0, 0, columns, rows, PixelFormat.getIntArgbInstance(), argb, 0, columns);
        g.setImageSmoothing(smooth);
        g.drawImage(image, x, y, width, height);
    }

    /** Tiles of one image: stroking every line would cost more than all else in a picture. */
    @Override
    public void hatch(Colour colour, double x, double y, double width, double height) {
        if (!colour.equals(hatched)) {
            hatched = colour;
            hatching = hatching(ink(colour));
        }
        g.setFill(hatching);
        g.fillRect(x, y, width, height);
    }

    private static ImagePattern hatching(Color colour) {
        WritableImage tile = new WritableImage(HATCH, HATCH);
        for (int row = 0; row < HATCH; row++) {
            for (int column = 0; column < HATCH; column++) {
                int off = (row + column + 1) % HATCH;
                double steps = Math.min(off, HATCH - off);
                // The distance to the nearest diagonal is that many times √½ pixels.
                double cover = Math.clamp(1 - steps * Math.sqrt(0.5), 0, 1);
                tile.getPixelWriter().setColor(column, row, colour.deriveColor(0, 1, 1, cover));
            }
        }
        return new ImagePattern(tile, 0, 0, HATCH, HATCH, false);
    }

    @Override
    public void dot(Colour colour, double x, double y, double radius) {
        g.setFill(ink(colour));
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    @Override
    public void text(String text, double size, Colour colour, double x, double y, Anchor anchor) {
        g.setFill(ink(colour));
        g.setFont(size == TEXT ? FONT : Font.font(TYPEFACE, size));
        g.setTextAlign(
                switch (anchor) {
                    case START -> TextAlignment.LEFT;
                    case MIDDLE -> TextAlignment.CENTER;
                    case END -> TextAlignment.RIGHT;
                });
        g.fillText(text, x, y);
    }

    @Override
    public void textUpwards(String text, Colour colour, double x, double y) {
        g.save();
        g.translate(x, y);
        g.rotate(-90);
        text(text, colour, 0, 0, Anchor.END);
        g.restore();
    }

    /** Widened to whole pixels of the screen: any other clip is a mask of the canvas's size, through which every shape is drawn. */
    @Override
    public void clip(double x, double y, double width, double height) {
        double scale = pixelScale();
        double left = Math.floor(x * scale) / scale;
        double top = Math.floor(y * scale) / scale;
        g.save();
        g.beginPath();
        g.rect(left, top, Math.ceil((x + width) * scale) / scale - left, Math.ceil((y + height) * scale) / scale - top);
        g.clip();
    }

    private double pixelScale() {
        Scene scene = g.getCanvas().getScene();
        return scene == null || scene.getWindow() == null
                ? 1
                : scene.getWindow().getRenderScaleX();
    }

    @Override
    public void unclip() {
        g.restore();
    }
}
