package org.kanworkbench.app.chart;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/** Draws on a canvas. */
final class CanvasSurface implements Surface {

    private final GraphicsContext g;

    CanvasSurface(GraphicsContext g, Font font) {
        this.g = g;
        g.setFont(font);
        g.setTextBaseline(VPos.CENTER);
        g.setLineJoin(StrokeLineJoin.ROUND);
        g.setLineCap(StrokeLineCap.BUTT);
    }

    @Override
    public void fill(Color colour, double x, double y, double width, double height) {
        g.setFill(colour);
        g.fillRect(x, y, width, height);
    }

    @Override
    public void line(Color colour, double x1, double y1, double x2, double y2) {
        g.setStroke(colour);
        g.setLineWidth(1);
        g.setLineDashes();
        g.strokeLine(Math.floor(x1) + 0.5, Math.floor(y1) + 0.5, Math.floor(x2) + 0.5, Math.floor(y2) + 0.5);
    }

    @Override
    public void polyline(Color colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
        g.setStroke(colour);
        g.setLineWidth(width);
        g.setLineDashes(dashes);
        g.strokePolyline(xs, ys, count);
    }

    @Override
    public void pixels(int[] argb, int columns, double x, double y, double width, double height) {
        int rows = argb.length / columns;
        WritableImage image = new WritableImage(columns, rows);
        image.getPixelWriter().setPixels(0, 0, columns, rows, PixelFormat.getIntArgbInstance(), argb, 0, columns);
        g.setImageSmoothing(false);
        g.drawImage(image, x, y, width, height);
    }

    @Override
    public void dot(Color colour, double x, double y, double radius) {
        g.setFill(colour);
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    @Override
    public void text(String text, Color colour, double x, double y, Anchor anchor) {
        g.setFill(colour);
        g.setTextAlign(
                switch (anchor) {
                    case START -> TextAlignment.LEFT;
                    case MIDDLE -> TextAlignment.CENTER;
                    case END -> TextAlignment.RIGHT;
                });
        g.fillText(text, x, y);
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        g.save();
        g.beginPath();
        g.rect(x, y, width, height);
        g.clip();
    }

    @Override
    public void unclip() {
        g.restore();
    }
}
