package org.kanworkbench.app.chart;

import javafx.scene.paint.Color;

/** What a plot is drawn on: the screen's canvas or a vector file. Pixels from the top left. */
public interface Surface {

    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void fill(Color colour, double x, double y, double width, double height);

    void line(Color colour, double x1, double y1, double x2, double y2);

    /**
     * The first {@code count} points.
     *
     * @param dashes lengths drawn and left out in turn; none for an unbroken line
     */
    void polyline(Color colour, double width, double[] dashes, double[] xs, double[] ys, int count);

    /** Fills what the first {@code count} points enclose. */
    void polygon(Color colour, double[] xs, double[] ys, int count);

    /**
     * Square pixels without smoothing, in that rectangle.
     *
     * @param argb row-major, not premultiplied, {@code columns} a row
     */
    void pixels(int[] argb, int columns, double x, double y, double width, double height);

    /** Parallel lines from the lower left to the upper right. */
    void hatch(Color colour, double x, double y, double width, double height);

    void dot(Color colour, double x, double y, double radius);

    /** Small text whose vertical middle lies at y. */
    void text(String text, Color colour, double x, double y, Anchor anchor);

    /** Keeps what follows inside a rectangle, until {@link #unclip()}. */
    void clip(double x, double y, double width, double height);

    void unclip();
}
