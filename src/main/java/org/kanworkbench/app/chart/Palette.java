package org.kanworkbench.app.chart;

import java.util.List;
import javafx.scene.paint.Color;

/**
 * The colours of a plot, as the style sheets name them.
 *
 * @param series of models, by index modulo its length
 */
record Palette(Color background, Color grid, Color axis, Color text, Color hint, Color crosshair, List<Color> series) {

    Color of(PlotSeries line) {
        return of(line.colour());
    }

    Color of(int index) {
        return series.get(Math.floorMod(index, series.size()));
    }

    /** Of a line's name, which is read, while a line is only seen. */
    Color ofName(PlotSeries line) {
        return Contrast.legible(of(line), background, text);
    }
}
