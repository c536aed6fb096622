package org.kanworkbench.app.noise.fit;

import javafx.scene.paint.Color;
import org.kanworkbench.app.chart.Inks;
import org.kanworkbench.app.chart.Surface;
import org.kanworkbench.app.chart.Surface.Anchor;

/** The names of what a picture shows, at its head, in as many rows as they need. */
public final class Legend {

    private static final double ROW = 16;
    private static final double MARK = 18;
    private static final double GAP = 6;
    private static final double BETWEEN = 14;
    private static final double LETTER = 5.6;

    private final Surface surface;
    private final Inks inks;
    private final double start;
    private final double end;
    private double left;
    private double top = ROW / 2;

    public Legend(Surface surface, Inks inks, double start, double end) {
        this.surface = surface;
        this.inks = inks;
        this.start = start;
        this.end = end;
        left = start;
    }

    private void place(String name) {
        double wide = MARK + GAP + LETTER * name.length();
        if (left > start && left + wide > end) {
            left = start;
            top += ROW;
        }
    }

    private void name(String name) {
        surface.text(name, inks.text(), left + MARK + GAP, top, Anchor.START);
        left += MARK + GAP + LETTER * name.length() + BETWEEN;
    }

    public void line(String name, Color colour, double... dashes) {
        place(name);
        surface.polyline(colour, 2, dashes, new double[] {left, left + MARK}, new double[] {top, top}, 2);
        name(name);
    }

    void dot(String name, Color colour) {
        place(name);
        surface.dot(colour, left + MARK / 2, top, 3);
        name(name);
    }

    /** Below the last row, with some room. */
    public double bottom() {
        return top + ROW;
    }
}
