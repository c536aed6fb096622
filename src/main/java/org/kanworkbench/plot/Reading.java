package org.kanworkbench.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.kanworkbench.plot.Surface.Anchor;

/** The readout of a position in a picture: a box with names, values and their colours. */
public record Reading(List<Row> rows) {

    /** Height of a row [px]. */
    public static final double ROW = 15;

    private static final double GAP = 8;
    private static final double DOT = 20;

    /** @param dot colour; null for the position row and rows without a colour */
    public record Row(String name, String value, Colour dot) {
        private int letters() {
            return name.length() + value.length() + (value.isEmpty() ? 0 : 2);
        }
    }

    /** A number with four significant digits, or all of those before the point; a dash for what is none. */
    public static Row row(String name, double value, Colour dot) {
        double size = Math.abs(value);
        String format = size >= 1e4 && size < 1e9 ? "%,.0f" : "%.4g";
        String number = !Double.isFinite(value)
                ? "–"
                : value == 0 ? "0" : String.format(Locale.ROOT, format, value).replace('-', '−');
        return dot == null ? new Row(name + " " + number, "", null) : new Row(name, number, dot);
    }

    /** Index of the value that is nearest to what is read, the first of several. */
    public static int nearest(double[] values, double read) {
        return IntStream.range(1, values.length)
                .reduce(0, (best, i) -> Math.abs(values[i] - read) < Math.abs(values[best] - read) ? i : best);
    }

    /** The width for untruncated rows. */
    public double width() {
        return Surface.LETTER * rows.stream().mapToInt(Row::letters).max().orElse(0) + DOT + GAP;
    }

    public double height() {
        return 10 + ROW * rows.size();
    }

    /** Draws the box to the right of a pixel, or to the left if there is no room. */
    public void beside(Surface surface, Palette palette, double pixel, double top, double end) {
        double width = width();
        double left = pixel + GAP + width < end ? pixel + GAP : pixel - GAP - width;
        paint(surface, palette, left, top, width);
    }

    /** @param width of the box; longer names are truncated */
    public void paint(Surface surface, Palette palette, double left, double top, double width) {
        surface.fill(palette.axis(), left - 1, top - 1, width + 2, height() + 2);
        surface.fill(palette.paper(), left, top, width, height());
        double middle = top + 5 - ROW / 2;
        for (Row row : rows) {
            middle += ROW;
            double before = row.dot == null ? GAP : DOT;
            Colour ink = row.dot == null ? palette.hint() : palette.text();
            int room = (int) ((width - before - GAP) / Surface.LETTER) - (row.letters() - row.name.length());
            if (row.dot != null) {
                surface.dot(row.dot, left + DOT / 2 + 1, middle, 3);
            }
            surface.text(Surface.fitted(row.name, room), ink, left + before, middle, Anchor.START);
            surface.text(row.value, ink, left + width - GAP, middle, Anchor.END);
        }
    }
}
