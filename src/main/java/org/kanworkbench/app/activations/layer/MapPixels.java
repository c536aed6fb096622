package org.kanworkbench.app.activations.layer;

import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;

/** The importance of edges as the pixels of maps, with one palette for all maps of a picture. */
final class MapPixels {

    private static final int SHADES = 256;

    private final int[] shades;
    private final int broken;

    MapPixels(Palette palette) {
        shades = Colour.pixels(SHADES, s -> palette.sequential(s / (SHADES - 1.0)));
        broken = palette.negative().argb();
    }

    /** @param highest value of the strongest colour; NaN edges have the colour of negative values */
    int[] of(LayerPicture picture, int output, float highest) {
        LayerNames names = picture.names();
        int columns = names.columns();
        boolean inOrder = names.maps().filter(maps -> maps.across() > 1).isEmpty();
        int[] argb = new int[names.rows() * columns];
        float scale = highest > 0 ? (SHADES - 1) / highest : 0;
        for (int i = 0; i < picture.inputs(); i++) {
            float value = picture.importance(output, i);
            argb[inOrder ? i : names.row(i) * columns + names.column(i)] =
                    Float.isNaN(value) ? broken : shades[Math.clamp(Math.round(scale * value), 0, SHADES - 1)];
        }
        return argb;
    }
}
