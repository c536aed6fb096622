package org.kanworkbench.plot;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The colours of pictures, by their names in style sheets.
 *
 * @param paper background
 * @param outside hatching of the extrapolation region
 * @param low the lowest value of a sequential map
 * @param high its highest value
 * @param negative the lowest value of a diverging map
 * @param zero its middle
 * @param positive its highest value
 * @param outline of points on a map
 * @param series of models and compared curves, by index modulo its length
 */
public record Palette(
        Colour paper,
        Colour grid,
        Colour axis,
        Colour text,
        Colour hint,
        Colour crosshair,
        Colour accent,
        Colour outside,
        Colour low,
        Colour high,
        Colour negative,
        Colour zero,
        Colour positive,
        Colour outline,
        List<Colour> series) {

    /** Number of series colours before they repeat, see styles/tokens.css. */
    public static final int SERIES = 12;

    /** @param named returns the colour of a name; {@code series-1} is the first model's */
    public static Palette of(Function<String, Colour> named) {
        return new Palette(
                named.apply("paper"),
                named.apply("grid"),
                named.apply("axis"),
                named.apply("text"),
                named.apply("hint"),
                named.apply("crosshair"),
                named.apply("accent"),
                named.apply("outside"),
                named.apply("low"),
                named.apply("high"),
                named.apply("negative"),
                named.apply("zero"),
                named.apply("positive"),
                named.apply("outline"),
                IntStream.rangeClosed(1, SERIES)
                        .mapToObj(i -> named.apply("series-" + i))
                        .toList());
    }

    /** The style class with a model's colour. */
    public static String style(int series) {
        return "series-" + (Math.floorMod(series, SERIES) + 1);
    }

    public Colour series(int index) {
        return series.get(Math.floorMod(index, series.size()));
    }

    /** The colour of a value, 0 to 1, in the sequential map. */
    public Colour sequential(double share) {
        return low.mixed(high, Math.clamp(share, 0, 1));
    }

    /** The colour of a value, -1 to 1, in the diverging map. */
    public Colour diverging(double share) {
        return zero.mixed(share < 0 ? negative : positive, Math.clamp(Math.abs(share), 0, 1));
    }
}
