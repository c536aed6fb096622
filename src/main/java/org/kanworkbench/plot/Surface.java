package org.kanworkbench.plot;

/** A drawing surface: the screen's canvas, a vector file or an image. Coordinates are pixels from the top left. */
public interface Surface {

    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Font size of text other than titles [px]. */
    double TEXT = 11;

    /** Mean width of a character [px], rounded up. */
    double LETTER = 6;

    /** With less room than for so many, names of nodes run upwards, */
    int FEW_LETTERS = 8;

    /** with up to so many. */
    int MOST_LETTERS = 16;

    /** Spacing of hatching lines along an axis. */
    int HATCH = 6;

    void fill(Colour colour, double x, double y, double width, double height);

    void line(Colour colour, double x1, double y1, double x2, double y2);

    /** Draws a hairline inside the edges of a rectangle. */
    default void outline(Colour colour, double x, double y, double width, double height) {
        line(colour, x, y, x + width - 1, y);
        line(colour, x, y + height - 1, x + width - 1, y + height - 1);
        line(colour, x, y, x, y + height - 1);
        line(colour, x + width - 1, y, x + width - 1, y + height - 1);
    }

    /**
     * Draws a line through the first {@code count} points.
     *
     * @param dashes alternating lengths of dashes and gaps; none for a solid line
     */
    void polyline(Colour colour, double width, double[] dashes, double[] xs, double[] ys, int count);

    /** Fills the polygon of the first {@code count} points. */
    void polygon(Colour colour, double[] xs, double[] ys, int count);

    /**
     * Draws an image scaled to a rectangle.
     *
     * @param argb row-major, not premultiplied, {@code columns} per row
     * @param smooth whether to interpolate; otherwise pixels are squares
     */
    void pixels(int[] argb, int columns, boolean smooth, double x, double y, double width, double height);

    /** Draws an image with square pixels in a rectangle. */
    default void pixels(int[] argb, int columns, double x, double y, double width, double height) {
        pixels(argb, columns, false, x, y, width, height);
    }

    /** Draws parallel lines from the lower left to the upper right. */
    default void hatch(Colour colour, double x, double y, double width, double height) {
        clip(x, y, width, height);
        for (double at = x - height; at < x + width; at += HATCH) {
            line(colour, at, y + height, at + height, y);
        }
        unclip();
    }

    void dot(Colour colour, double x, double y, double radius);

    /** Draws small text, vertically centred at y. */
    default void text(String text, Colour colour, double x, double y, Anchor anchor) {
        text(text, TEXT, colour, x, y, anchor);
    }

    /** @param size font size [px] */
    void text(String text, double size, Colour colour, double x, double y, Anchor anchor);

    /** Draws small text that runs upwards and ends below (x, y). */
    void textUpwards(String text, Colour colour, double x, double y);

    /**
     * How long names below a row of nodes are [px] where they run upwards, since side by side only their first letters would
     * have room; 0 where they need not.
     *
     * @param longest letters of the longest name
     * @param apart distance of two nodes [px]
     */
    static double upwards(int longest, double apart) {
        boolean dense = apart >= TEXT && apart < FEW_LETTERS * LETTER && (longest + 1) * LETTER > apart;
        return dense ? Math.min(longest, MOST_LETTERS) * LETTER : 0;
    }

    /**
     * Truncates a text to a number of characters, with an ellipsis; where there is room, a run keeps its number, and a column
     * of words (column=word) its word.
     */
    static String fitted(String text, int letters) {
        if (text.length() <= letters) {
            return text;
        }
        int word = text.lastIndexOf('=') + 1;
        int end = Math.max(text.lastIndexOf('#'), word);
        int before = letters - 1 - (text.length() - end);
        if (end > 0 && before > 0) {
            return text.substring(0, before) + "…" + text.substring(end);
        }
        if (word > 0 && word < text.length()) {
            return fitted(text.substring(word), letters);
        }
        return text.substring(0, Math.max(0, letters - 1)) + "…";
    }

    /** Clips drawing to a rectangle, until {@link #unclip()}. */
    void clip(double x, double y, double width, double height);

    void unclip();
}
