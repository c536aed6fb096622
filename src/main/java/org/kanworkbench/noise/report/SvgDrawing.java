package org.kanworkbench.noise.report;

import java.util.Locale;

/** Writes an SVG element. */
final class SvgDrawing implements Drawing {

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    SvgDrawing(int width, int height) {
        this.width = width;
        this.height = height;
    }

    String document() {
        return format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                                + " font-family=\"Roboto, Helvetica, Arial, sans-serif\">%n"
                                + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n",
                        width, height, width, height, width, height)
                + body + "</svg>\n";
    }

    @Override
    public void line(int colour, double lineWidth, double x1, double y1, double x2, double y2) {
        add(
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#%06x\" stroke-width=\"%.2f\"/>",
                x1, y1, x2, y2, colour, lineWidth);
    }

    @Override
    public void polyline(int colour, double lineWidth, double[] xs, double[] ys) {
        add(
                "<polyline fill=\"none\" stroke=\"#%06x\" stroke-width=\"%.2f\" stroke-linejoin=\"round\" points=\"%s\"/>",
                colour, lineWidth, points(xs, ys));
    }

    @Override
    public void polygon(int colour, double opacity, double[] xs, double[] ys) {
        add("<polygon fill=\"#%06x\" fill-opacity=\"%.2f\" points=\"%s\"/>", colour, opacity, points(xs, ys));
    }

    @Override
    public void dot(int colour, double x, double y, double radius) {
        add("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" fill=\"#%06x\"/>", x, y, radius, colour);
    }

    @Override
    public void text(String text, int colour, double size, double x, double y, Anchor anchor) {
        add(
                "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.1f\" fill=\"#%06x\" text-anchor=\"%s\">%s</text>",
                x, y, size, colour, anchor.name().toLowerCase(Locale.ROOT), Html.escape(text));
    }

    private static String points(double[] xs, double[] ys) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            points.append(format(i == 0 ? "%.2f,%.2f" : " %.2f,%.2f", xs[i], ys[i]));
        }
        return points.toString();
    }

    private void add(String pattern, Object... values) {
        body.append(format(pattern, values)).append('\n');
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
