package org.kanworkbench.app.activations;

import org.kanworkbench.app.chart.Inks;

/** The importance of all edges to one output as the pixels of a map. */
final class MapPixels {

    private MapPixels() {}

    /** @param highest what gets the strongest colour; an edge without a number is drawn in the colour of negative values */
    static int[] of(LayerPicture picture, int output, float highest, Inks inks) {
        LayerNames names = picture.names();
        int[] argb = new int[names.rows() * names.columns()];
        for (int i = 0; i < picture.inputs(); i++) {
            float value = picture.importance(output, i);
            argb[i] = Inks.argb(
                    Float.isNaN(value) ? inks.negative() : inks.sequential(highest > 0 ? value / highest : 0));
        }
        return argb;
    }
}
