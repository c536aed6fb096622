package org.kanworkbench.noise.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.kanworkbench.plot.PngImage;

/** Draws pixels, twice as fine as the drawing's own. Needs no display. */
final class ImageDrawing implements Drawing {

    private static final int FINENESS = 2;
    private static final String FONT = "/com/formdev/flatlaf/fonts/roboto/Roboto-Regular.ttf";

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final Font font;

    ImageDrawing(int width, int height) {
        image = new BufferedImage(width * FINENESS, height * FINENESS, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(FINENESS, FINENESS);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        font = font();
    }

    private static Font font() {
        try (InputStream file = ImageDrawing.class.getResourceAsStream(FONT)) {
            return Font.createFont(Font.TRUETYPE_FONT, file);
        } catch (FontFormatException e) {
            throw new IllegalStateException("the typeface on the class path is damaged", e);
        } catch (IOException _) {
            // Java copies typefaces into the temporary folder, which may be missing or full.
            return new Font(Font.SANS_SERIF, Font.PLAIN, 1);
        }
    }

    void writePng(OutputStream out) throws IOException {
        graphics.dispose();
        out.write(PngImage.encode(image));
    }

    @Override
    public void line(int colour, double width, double x1, double y1, double x2, double y2) {
        pen(colour, 1, width);
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void polyline(int colour, double width, double[] xs, double[] ys) {
        pen(colour, 1, width);
        graphics.draw(path(xs, ys));
    }

    @Override
    public void polygon(int colour, double opacity, double[] xs, double[] ys) {
        pen(colour, opacity, 1);
        Path2D path = path(xs, ys);
        path.closePath();
        graphics.fill(path);
    }

    @Override
    public void dot(int colour, double x, double y, double radius) {
        pen(colour, 1, 1);
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(String text, int colour, double size, double x, double y, Anchor anchor) {
        pen(colour, 1, 1);
        graphics.setFont(font.deriveFont((float) size));
        double width = graphics.getFontMetrics().getStringBounds(text, graphics).getWidth();
        double shift = switch (anchor) {
            case START -> 0;
            case MIDDLE -> width / 2;
            case END -> width;
        };
        graphics.drawString(text, (float) (x - shift), (float) y);
    }

    private void pen(int colour, double opacity, double width) {
        graphics.setColor(new Color(colour >> 16 & 255, colour >> 8 & 255, colour & 255, (int) (255 * opacity)));
        graphics.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }

    private static Path2D path(double[] xs, double[] ys) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < xs.length; i++) {
            if (i == 0) {
                path.moveTo(xs[i], ys[i]);
            } else {
                path.lineTo(xs[i], ys[i]);
            }
        }
        return path;
    }
}
