package org.kanworkbench.app.noise.fit;

import javafx.scene.layout.Region;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.plot.Colour;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.plot.PlotDrawing.Pen;
import org.kanworkbench.plot.Surface;

/** How a model is drawn: in a colour of its own, the darker ones, which are hard to tell from the others and from the truth, dashed. */
public final class SeriesInk {

    private static final int DASHED_FROM = 6;
    private static final double MARK = 16;

    private SeriesInk() {}

    static Colour colour(Palette palette, int series) {
        return series == FitView.NO_SERIES ? palette.text() : palette.series(series);
    }

    static Line line(int series) {
        return switch (Math.max(series, 0) / DASHED_FROM) {
            case 0 -> Line.DENSE;
            case 1 -> Line.DENSE_DASHED;
            case 2, 3 -> Line.DENSE_DOTTED;
            case 4, 5 -> Line.DENSE_DASH_DOTTED;
            default -> Line.DENSE_LONG_DASHED;
        };
    }

    public static double[] dashes(int series) {
        return line(series).dashes();
    }

    /** Curves of models as the live fit draws them. */
    public static Pen pen(Palette palette, Plot.Curve curve) {
        int series = Candidate.series(curve.label(), curve.colour());
        return new Pen(palette.series(series), dashes(series));
    }

    /** A piece of the model's line, before its name in a picture; returns where the name begins. */
    static double paintMark(Surface surface, Palette palette, int series, double left, double middle) {
        double[] across = {left, left + MARK};
        surface.polyline(colour(palette, series), 2, dashes(series), across, new double[] {middle, middle}, 2);
        return left + MARK + 4;
    }

    /** A piece of the model's line, for lists of models. */
    public static Region mark(int series) {
        Region mark = Styled.of(new Region(), "model-mark", Palette.style(series));
        switch (line(series)) {
            case DENSE_DASHED -> mark.getStyleClass().add("dashed");
            case DENSE_DOTTED -> mark.getStyleClass().add("dotted");
            case DENSE_DASH_DOTTED -> mark.getStyleClass().add("dash-dotted");
            case DENSE_LONG_DASHED -> mark.getStyleClass().add("long-dashed");
            default -> {}
        }
        return mark;
    }
}
