package org.kanworkbench.app.chart;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Locale;
import javafx.scene.paint.Color;
import org.kanworkbench.plot.PngImage;
import org.kanworkbench.plot.SvgDocument;

/** Writes an SVG document. */
final class SvgSurface implements Surface {

    private static final double HATCH = 6;

    private final SvgDocument svg = new SvgDocument();
    private final double width;
    private final double height;
    private final double margin;
    private int clips;

    SvgSurface(double width, double height) {
        this(width, height, 0);
    }

    /** @param margin around what is drawn, on all sides */
    SvgSurface(double width, double height, double margin) {
        this.width = width + 2 * margin;
        this.height = height + 2 * margin;
        this.margin = margin;
    }

    /** The document so far. */
    String document() {
        return svg.whole(SvgDocument.format(
                "width=\"%.0f\" height=\"%.0f\" viewBox=\"%.0f %.0f %.0f %.0f\" font-size=\"11\"",
                width, height, -margin, -margin, width, height));
    }

    @Override
    public void fill(Color colour, double x, double y, double w, double h) {
        svg.add(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\" fill-opacity=\"%.2f\"/>",
                x, y, w, h, hex(colour), colour.getOpacity());
    }

    @Override
    public void line(Color colour, double x1, double y1, double x2, double y2) {
        svg.add(
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"%s\" stroke-opacity=\"%.2f\"/>",
                x1, y1, x2, y2, hex(colour), colour.getOpacity());
    }

    @Override
    public void polyline(Color colour, double lineWidth, double[] dashes, double[] xs, double[] ys, int count) {
        svg.add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-opacity=\"%.2f\" stroke-width=\"%.2f\"%s points=\"%s\"/>",
                hex(colour),
                colour.getOpacity(),
                lineWidth,
                dashes.length == 0 ? "" : SvgDocument.format(" stroke-dasharray=\"%s %s\"", dashes[0], dashes[1]),
                SvgDocument.points(xs, ys, count));
    }

    @Override
    public void polygon(Color colour, double[] xs, double[] ys, int count) {
        svg.add(
                "<polygon fill=\"%s\" fill-opacity=\"%.2f\" points=\"%s\"/>",
                hex(colour), colour.getOpacity(), SvgDocument.points(xs, ys, count));
    }

    @Override
    public void pixels(int[] argb, int columns, double x, double y, double w, double h) {
        int rows = argb.length / columns;
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, columns, rows, argb, 0, columns);
        svg.add(
                "<image x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" preserveAspectRatio=\"none\""
                        + " style=\"image-rendering: pixelated\" href=\"data:image/png;base64,%s\"/>",
                x, y, w, h, Base64.getEncoder().encodeToString(PngImage.encode(image)));
    }

    @Override
    public void hatch(Color colour, double x, double y, double w, double h) {
        clip(x, y, w, h);
        for (double at = x - h; at < x + w; at += HATCH) {
            line(colour, at, y + h, at + h, y);
        }
        unclip();
    }

    @Override
    public void dot(Color colour, double x, double y, double radius) {
        svg.add(
                "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" fill=\"%s\" fill-opacity=\"%.2f\"/>",
                x, y, radius, hex(colour), colour.getOpacity());
    }

    @Override
    public void text(String text, Color colour, double x, double y, Anchor anchor) {
        svg.add(
                "<text x=\"%.2f\" y=\"%.2f\" fill=\"%s\" text-anchor=\"%s\" dominant-baseline=\"central\">%s</text>",
                x, y, hex(colour), anchor.name().toLowerCase(Locale.ROOT), SvgDocument.escape(text));
    }

    @Override
    public void clip(double x, double y, double w, double h) {
        clips++;
        svg.add(
                "<clipPath id=\"c%d\"><rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/></clipPath>"
                        + "<g clip-path=\"url(#c%d)\">",
                clips, x, y, w, h, clips);
    }

    @Override
    public void unclip() {
        svg.add("</g>");
    }

    private static String hex(Color c) {
        return SvgDocument.format(
                "#%02x%02x%02x",
                Math.round(c.getRed() * 255), Math.round(c.getGreen() * 255), Math.round(c.getBlue() * 255));
    }
}
