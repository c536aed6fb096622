package org.kanworkbench.app.chart;

import java.util.List;
import javafx.scene.paint.Color;

/**
 * The colours of a {@link Picture}, as the style sheets name them.
 *
 * @param paper what it is drawn on
 * @param outside lines of the hatching where a function is not meant to be used
 * @param low the lowest value of a sequential map
 * @param high its highest value
 * @param negative the lowest value of a diverging map
 * @param zero its middle
 * @param positive its highest value
 * @param series of models and of curves that are compared, by index modulo its length
 */
public record Inks(
        Color paper,
        Color grid,
        Color axis,
        Color text,
        Color hint,
        Color crosshair,
        Color accent,
        Color outside,
        Color low,
        Color high,
        Color negative,
        Color zero,
        Color positive,
        List<Color> series) {

    /** Colours of models before they begin anew, see styles/tokens.css. */
    public static final int SERIES = 12;

    /** The style class that gives a node the colour of a model. */
    public static String style(int series) {
        return "series-" + (Math.floorMod(series, SERIES) + 1);
    }

    public Color series(int index) {
        return series.get(Math.floorMod(index, series.size()));
    }

    /** The colour of a share, 0 to 1, on the sequential map. */
    public Color sequential(double share) {
        return low.interpolate(high, Math.clamp(share, 0, 1));
    }

    /** The colour of a share, -1 to 1, on the diverging map. */
    public Color diverging(double share) {
        return zero.interpolate(share < 0 ? negative : positive, Math.clamp(Math.abs(share), 0, 1));
    }

    /** As {@link Surface#pixels} takes it. */
    public static int argb(Color colour) {
        return channel(colour.getOpacity()) << 24
                | channel(colour.getRed()) << 16
                | channel(colour.getGreen()) << 8
                | channel(colour.getBlue());
    }

    private static int channel(double share) {
        return (int) Math.round(255 * share);
    }
}
