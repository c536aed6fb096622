package org.kanworkbench.plot;

import org.kanworkbench.plot.Surface.Anchor;

/** A legend at the top of a picture, in as many rows as needed. */
public final class Legend {

    private static final double ROW = 16;
    private static final double MARK = 18;
    private static final double GAP = 6;
    private static final double BETWEEN = 14;
    private static final double LETTER = 5.6;

    private final Surface surface;
    private final Palette palette;
    private final double start;
    private final double end;
    private double left;
    private double middle;

    /** @param head y of its upper end */
    public Legend(Surface surface, Palette palette, double head, double start, double end) {
        this.surface = surface;
        this.palette = palette;
        this.start = start;
        this.end = end;
        left = start;
        middle = head + ROW / 2;
    }

    private void place(String name) {
        double wide = MARK + GAP + LETTER * name.length();
        if (left > start && left + wide > end) {
            left = start;
            middle += ROW;
        }
    }

    private void name(String name) {
        surface.text(name, palette.text(), left + MARK + GAP, middle, Anchor.START);
        left += MARK + GAP + LETTER * name.length() + BETWEEN;
    }

    public void line(String name, Colour colour, double... dashes) {
        place(name);
        surface.polyline(colour, 2, dashes, new double[] {left, left + MARK}, new double[] {middle, middle}, 2);
        name(name);
    }

    public void dot(String name, Colour colour) {
        mark(name, (x, y) -> surface.dot(colour, x, y, 3));
    }

    /** Draws what stands for a series around a point. */
    public interface Mark {
        void at(double x, double y);
    }

    public void mark(String name, Mark mark) {
        place(name);
        mark.at(left + MARK / 2, middle);
        name(name);
    }

    /** The y below the last row, with a margin. */
    public double bottom() {
        return middle + ROW;
    }
}
