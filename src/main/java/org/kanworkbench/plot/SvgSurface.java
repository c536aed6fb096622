package org.kanworkbench.plot;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes an SVG document with locale-independent numbers. */
public final class SvgSurface implements Surface {

    private final StringBuilder body = new StringBuilder();
    private final Set<String> clips = new HashSet<>();
    private final String size;

    /** @param margin on all sides of the drawing */
    public SvgSurface(double width, double height, double margin) {
        double wide = width + 2 * margin;
        double tall = height + 2 * margin;
        // A margin of 0 would be written as −0.
        size = format(
                "width=\"%.0f\" height=\"%.0f\" viewBox=\"%.0f %.0f %.0f %.0f\"",
                wide, tall, 0 - margin, 0 - margin, wide, tall);
    }

    /** The current document. */
    public String document() {
        return format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" %s font-size=\"%.0f\""
                        + " font-family=\"Roboto, Helvetica, Arial, sans-serif\">\n%s</svg>\n",
                size, TEXT, body);
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private void add(String pattern, Object... values) {
        body.append(format(pattern, values)).append('\n');
    }

    @Override
    public void fill(Colour colour, double x, double y, double width, double height) {
        add(
                "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" %s/>",
                x, y, width, height, paint("fill", colour));
    }

    /** A colour attribute, with a second one for a translucent colour. */
    private static String paint(String attribute, Colour colour) {
        return colour.opacity() == 1
                ? format("%s=\"%s\"", attribute, colour.hex())
                : format("%s=\"%s\" %s-opacity=\"%.2f\"", attribute, colour.hex(), attribute, colour.opacity());
    }

    @Override
    public void line(Colour colour, double x1, double y1, double x2, double y2) {
        add("<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" %s/>", x1, y1, x2, y2, paint("stroke", colour));
    }

    @Override
    public void polyline(Colour colour, double width, double[] dashes, double[] xs, double[] ys, int count) {
        String lengths = Arrays.stream(dashes).mapToObj(Double::toString).collect(Collectors.joining(" "));
        String broken = dashes.length == 0 ? "" : format(" stroke-dasharray=\"%s\"", lengths);
        add(
                "<polyline fill=\"none\" %s stroke-width=\"%.2f\"%s stroke-linejoin=\"round\" points=\"%s\"/>",
                paint("stroke", colour), width, broken, points(xs, ys, count));
    }

    @Override
    public void polygon(Colour colour, double[] xs, double[] ys, int count) {
        add("<polygon %s points=\"%s\"/>", paint("fill", colour), points(xs, ys, count));
    }

    private static String points(double[] xs, double[] ys, int count) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < count; i++) {
            points.append(format(i == 0 ? "%.2f,%.2f" : " %.2f,%.2f", xs[i], ys[i]));
        }
        return points.toString();
    }

    @Override
    public void pixels(int[] argb, int columns, boolean smooth, double x, double y, double width, double height) {
        BufferedImage image = ImageSurface.image(argb, columns);
        add(
                "<image x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" preserveAspectRatio=\"none\"%s"
                        + " href=\"data:image/png;base64,%s\"/>",
                x,
                y,
                width,
                height,
                smooth ? "" : " style=\"image-rendering: pixelated\"",
                Base64.getEncoder().encodeToString(ImageSurface.png(image)));
    }

    @Override
    public void dot(Colour colour, double x, double y, double radius) {
        add("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" %s/>", x, y, radius, paint("fill", colour));
    }

    @Override
    public void text(String text, double size, Colour colour, double x, double y, Anchor anchor) {
        add(
                "<text x=\"%.2f\" y=\"%.2f\" fill=\"%s\" text-anchor=\"%s\" dominant-baseline=\"central\"%s>%s</text>",
                x,
                y,
                colour.hex(),
                anchor.name().toLowerCase(Locale.ROOT),
                size == TEXT ? "" : format(" font-size=\"%.0f\"", size),
                text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    @Override
    public void textUpwards(String text, Colour colour, double x, double y) {
        add("<g transform=\"translate(%.2f %.2f) rotate(-90)\">", x, y);
        text(text, colour, 0, 0, Anchor.END);
        add("</g>");
    }

    @Override
    public void clip(double x, double y, double width, double height) {
        // Named by position: a page may contain several documents, and an id shared by two must refer to equal content.
        String id = format("clip%.0f-%.0f-%.0f-%.0f", 100 * x, 100 * y, 100 * width, 100 * height);
        if (clips.add(id)) {
            add(
                    "<clipPath id=\"%s\"><rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\"/></clipPath>",
                    id, x, y, width, height);
        }
        add("<g clip-path=\"url(#%s)\">", id);
    }

    @Override
    public void unclip() {
        add("</g>");
    }
}
