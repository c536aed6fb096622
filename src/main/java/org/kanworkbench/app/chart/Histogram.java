package org.kanworkbench.app.chart;

import java.util.Arrays;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Surface;

/** How often values fall into each of some intervals of equal width, as bars without axes. */
public final class Histogram extends Picture {

    private final int[] counts;

    /** @param what it is of, for a screen reader */
    public Histogram(String what, int[] counts) {
        getStyleClass().add("histogram");
        this.counts = counts.clone();
        setAccessibleText("Histogram of " + what);
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        double bar = width / counts.length;
        double most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        for (int i = 0; i < counts.length; i++) {
            // What is rare is seen as well.
            double tall = counts[i] == 0 ? 0 : Math.max(1, height * counts[i] / most);
            surface.fill(palette.series(0), i * bar, height - tall, Math.max(1, bar - 1), tall);
        }
    }
}
