package org.kanworkbench.app.noise;

import javafx.scene.paint.Color;
import org.kanworkbench.app.chart.Inks;

/** How a model is drawn: six colours, then the same dashed. */
final class SeriesInk {

    private static final double[] NONE = {};
    private static final double[] DASHED = {6, 4};
    private static final double[] DOTTED = {2, 3};

    private SeriesInk() {}

    static Color colour(Inks inks, int series) {
        return series == FitView.NO_SERIES ? inks.text() : inks.series(series);
    }

    static double[] dashes(Inks inks, int series) {
        int round = series < 0 ? 0 : series / inks.series().size();
        return round == 0 ? NONE : round == 1 ? DASHED : DOTTED;
    }
}
