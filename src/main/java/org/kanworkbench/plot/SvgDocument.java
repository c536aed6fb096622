package org.kanworkbench.plot;

import java.util.Locale;

/** An SVG document that grows element by element. Its numbers are written the same way in every locale. */
public final class SvgDocument {

    private final StringBuilder body = new StringBuilder();

    /** Adds an element, or a part of one. */
    public void add(String pattern, Object... values) {
        body.append(format(pattern, values)).append('\n');
    }

    /** @param attributes of the root, its size for instance */
    public String whole(String attributes) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + attributes
                + " font-family=\"Roboto, Helvetica, Arial, sans-serif\">\n" + body + "</svg>\n";
    }

    /** The first points of a line, as its attribute has them. */
    public static String points(double[] xs, double[] ys, int count) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < count; i++) {
            points.append(format(i == 0 ? "%.2f,%.2f" : " %.2f,%.2f", xs[i], ys[i]));
        }
        return points.toString();
    }

    /** Text that stands for itself between two tags. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
