package org.kanworkbench.noise.report;

/** What a plot is drawn on. Pixels from the top left, colours as 0xRRGGBB. */
interface Drawing {

    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(int colour, double width, double x1, double y1, double x2, double y2);

    void polyline(int colour, double width, double[] xs, double[] ys);

    void polygon(int colour, double opacity, double[] xs, double[] ys);

    void dot(int colour, double x, double y, double radius);

    /** Text on the line y. */
    void text(String text, int colour, double size, double x, double y, Anchor anchor);
}
