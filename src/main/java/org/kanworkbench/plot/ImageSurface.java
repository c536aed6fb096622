package org.kanworkbench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws an image at twice the resolution of the picture. Needs no display. */
public final class ImageSurface implements Surface {

    private static final int FINENESS = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Font font;
    private final Deque<Shape> clips = new ArrayDeque<>();

    /**
     * @param margin on all sides of the drawing
     * @param font of texts, in any size
     */
    public ImageSurface(double width, double height, double margin, Font font) {
        this.font = font;
        image = new BufferedImage(
                (int) Math.ceil(FINENESS * (width + 2 * margin)),
                (int) Math.ceil(FINENESS * (height + 2 * margin)),
                BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(FINENESS, FINENESS);
        graphics.translate(margin, margin);
    }

    /** The current picture as a PNG file. */
    public byte[] png() {
        return png(image);
    }

    /**
     * Encodes a PNG file in memory. By default, ImageIO uses the temporary folder, and on a full disk retries writing
     * when the program ends.
     */
    public static byte[] png(RenderedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    /** See {@link Surface#pixels}. */
    static BufferedImage image(int[] argb, int columns) {
        int rows = argb.length / columns;
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, columns, rows, argb, 0, columns);
        return image;
    }

    private void fill(Colour colour, Shape shape) {
        graphics.setColor(new Color(colour.argb(), true));
        graphics.fill(shape);
    }

    private void draw(Colour colour, double width, double[] dashes, Shape shape) {
        float[] broken = dashes.length == 0 ? null : new float[dashes.length];
        for (int i = 0; i < dashes.length; i++) {
            broken[i] = (float) dashes[i];
        }
        graphics.setColor(new Color(colour.argb(), true));
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, broken, 0));
        graphics.draw(shape);
    }

    @Override
    public void fill(Colour colour, double x, double y, double width, double height) {
        fill(colour, new Rectangle2D.Double(x, y, width, height));
    }

    /** Snaps horizontal and vertical lines to whole pixels. */
    @Override
    public void line(Colour colour, double x1, double y1, double x2, double y2) {
        double shiftX = x1 == x2 ? Math.floor(x1) + 0.5 - x1 : 0;
        double shiftY = y1 == y2 ? Math.floor(y1) + 0.5 - y1 : 0;
        draw(colour, 1, new double[0], new Line2D.Double(x1 + shiftX, y1 + shiftY, x2 + shiftX, y2 + shiftY));
    }

    @Override
    public void polyline(Colour colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
        draw(colour, width, dashes, path(xs, ys, count));
    }

    @Override
    public void polygon(Colour colour, double[] xs, double[] ys, int count) {
        fill(colour, path(xs, ys, count));
    }

    private static Path2D path(double[] xs, double[] ys, int count) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < count; i++) {
            if (i == 0) {
                path.moveTo(xs[i], ys[i]);
            } else {
                path.lineTo(xs[i], ys[i]);
            }
        }
        return path;
    }

    @Override
    public void pixels(int[] argb, int columns, boolean smooth, double x, double y, double width, double height) {
        BufferedImage pixels = image(argb, columns);
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                smooth
                        ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                        : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(
                pixels, new AffineTransform(width / pixels.getWidth(), 0, 0, height / pixels.getHeight(), x, y), null);
    }

    @Override
    public void dot(Colour colour, double x, double y, double radius) {
        fill(colour, new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(String text, double size, Colour colour, double x, double y, Anchor anchor) {
        graphics.setColor(new Color(colour.argb(), true));
        // Subscripts, for one, are in few fonts.
        Font able = font.canDisplayUpTo(text) < 0 ? font : new Font(Font.SANS_SERIF, Font.PLAIN, 1);
        graphics.setFont(able.deriveFont((float) size));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double shift = switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        LineMetrics line = graphics.getFontMetrics().getLineMetrics(text, graphics);
        graphics.drawString(text, (float) (x - shift), (float) (y + (line.getAscent() - line.getDescent()) / 2));
    }

    @Override
    public void textUpwards(String text, Colour colour, double x, double y) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        text(text, colour, 0, 0, Anchor.END);
        graphics.setTransform(before);
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        clips.push(graphics.getClip() == null ? new Rectangle2D.Double(-1e4, -1e4, 2e4, 2e4) : graphics.getClip());
        graphics.clip(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void unclip() {
        graphics.setClip(clips.pop());
    }
}
