package org.kanworkbench.noise.report;

import java.util.Locale;
import org.kanworkbench.plot.SvgDocument;

/** Writes an SVG element. */
final class SvgDrawing implements Drawing {

    private final SvgDocument svg = new SvgDocument();
    private final int width;
    private final int height;

    SvgDrawing(int width, int height) {
        this.width = width;
        this.height = height;
        svg.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    }

    String document() {
        return svg.whole(
                SvgDocument.format("viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"", width, height, width, height));
    }

    @Override
    public void line(int colour, double lineWidth, double x1, double y1, double x2, double y2) {
        svg.add(
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#%06x\" stroke-width=\"%.2f\"/>",
                x1, y1, x2, y2, colour, lineWidth);
    }

    @Override
    public void polyline(int colour, double lineWidth, double[] xs, double[] ys) {
        svg.add(
                "<polyline fill=\"none\" stroke=\"#%06x\" stroke-width=\"%.2f\" stroke-linejoin=\"round\" points=\"%s\"/>",
                colour, lineWidth, SvgDocument.points(xs, ys, xs.length));
    }

    @Override
    public void polygon(int colour, double opacity, double[] xs, double[] ys) {
        svg.add(
                "<polygon fill=\"#%06x\" fill-opacity=\"%.2f\" points=\"%s\"/>",
                colour, opacity, SvgDocument.points(xs, ys, xs.length));
    }

    @Override
    public void dot(int colour, double x, double y, double radius) {
        svg.add("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" fill=\"#%06x\"/>", x, y, radius, colour);
    }

    @Override
    public void text(String text, int colour, double size, double x, double y, Anchor anchor) {
        svg.add(
                "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.1f\" fill=\"#%06x\" text-anchor=\"%s\">%s</text>",
                x, y, size, colour, anchor.name().toLowerCase(Locale.ROOT), SvgDocument.escape(text));
    }
}
