package org.kanworkbench.plot;

/** What a picture is drawn on: the screen's canvas, a vector file or an image. Pixels from the top left. */
public interface Surface {

    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Height of letters in pixels, but of titles. */
    double TEXT = 11;

    /** Mean width of a letter in pixels, rounded up. */
    double LETTER = 6;

    /** Between the lines of a hatching, along an axis. */
    int HATCH = 6;

    void fill(Colour colour, double x, double y, double width, double height);

    void line(Colour colour, double x1, double y1, double x2, double y2);

    /** A hairline inside the edges of a rectangle. */
    default void outline(Colour colour, double x, double y, double width, double height) {
        line(colour, x, y, x + width - 1, y);
        line(colour, x, y + height - 1, x + width - 1, y + height - 1);
        line(colour, x, y, x, y + height - 1);
        line(colour, x + width - 1, y, x + width - 1, y + height - 1);
    }

    /**
     * The first {@code count} points.
     *
     * @param dashes lengths drawn and left out in turn; none for an unbroken line
     */
    void polyline(Colour colour, double width, double[] dashes, double[] xs, double[] ys, int count);

    /** Fills what the first {@code count} points enclose. */
    void polygon(Colour colour, double[] xs, double[] ys, int count);

    /**
     * An image, enlarged into that rectangle.
     *
     * @param argb row-major, not premultiplied, {@code columns} per row
     * @param smooth whether pixels run into each other; squares otherwise
     */
    void pixels(int[] argb, int columns, boolean smooth, double x, double y, double width, double height);

    /** Square pixels in that rectangle. */
    default void pixels(int[] argb, int columns, double x, double y, double width, double height) {
        pixels(argb, columns, false, x, y, width, height);
    }

    /** Parallel lines from the lower left to the upper right. */
    default void hatch(Colour colour, double x, double y, double width, double height) {
        clip(x, y, width, height);
        for (double at = x - height; at < x + width; at += HATCH) {
            line(colour, at, y + height, at + height, y);
        }
        unclip();
    }

    void dot(Colour colour, double x, double y, double radius);

    /** Small text whose vertical middle lies at y. */
    default void text(String text, Colour colour, double x, double y, Anchor anchor) {
        text(text, TEXT, colour, x, y, anchor);
    }

    /** @param size height of letters in pixels */
    void text(String text, double size, Colour colour, double x, double y, Anchor anchor);

    /** A text of at most so many letters, an ellipsis in place of the rest. */
    static String fitted(String text, int letters) {
        return text.length() <= letters ? text : text.substring(0, Math.max(0, letters - 1)) + "…";
    }

    /** Keeps what follows inside a rectangle, until {@link #unclip()}. */
    void clip(double x, double y, double width, double height);

    void unclip();
}
