package org.kanworkbench.app.noise.fit;

import java.util.Arrays;
import org.kanworkbench.app.chart.Picture;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.data.function.Points;
import org.kanworkbench.noise.live.LiveEvent.Progress;
import org.kanworkbench.plot.Axis;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.PlotArea;
import org.kanworkbench.plot.Scale;
import org.kanworkbench.plot.Surface;
import org.kanworkbench.plot.Surface.Anchor;

/** Residuals of every model on the training points over one input: one small plot per model, all on the same scale. */
public final class ResidualPicture extends Picture {

    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double GAP = 12;
    private static final double HEAD = 20;
    private static final double FOOT = 8;
    private static final double NARROWEST = 84;

    /** The scale ends at this many standard deviations of the targets' noise, or of the targets where there is little. */
    private static final double SPAN = 3;

    /** From one width to the next. */
    private static final double STEP = 1.5;

    private static final double OPACITY = 0.7;

    private FitView view;

    public ResidualPicture() {
        getStyleClass().add("residual-picture");
    }

    void show(FitView shown) {
        view = shown;
        repaint();
    }

    @Override
    protected void paint(Surface surface, Palette palette, double width, double height) {
        if (view == null || view.frame().models().isEmpty()) {
            return;
        }
        int models = view.frame().models().size();
        double room = Math.max(1, width - LEFT - RIGHT);
        int columns = (int) Math.clamp((room + GAP) / (NARROWEST + GAP), 1, models);
        int lines = (models + columns - 1) / columns;
        double wide = (room + GAP) / columns - GAP;
        double tall = height / lines;
        double span = span();
        for (int m = 0; m < models; m++) {
            double left = LEFT + m % columns * (wide + GAP);
            double top = m / columns * tall;
            model(surface, palette, view.frame().models().get(m), m % columns == 0, new double[] {
                left, left + wide, top + HEAD, top + tall - FOOT, span
            });
        }
    }

    /** Wide enough for the noise and for what is far off, equal for all models; by steps, so that it rests while they learn. */
    private double span() {
        Points clean = view.started().clean();
        double[] noisy = view.started().training().y();
        double noise = Math.sqrt(clean.meanSquaredError(noisy));
        double signal = view.source().deviation();
        double most = view.frame().models().stream()
                .flatMapToDouble(model -> Arrays.stream(model.residuals()))
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        double span = SPAN * Math.max(noise, 0.1 * signal);
        while (span < most) {
            span *= STEP;
        }
        return span;
    }

    /** @param place left, right, top and bottom of the plot in pixels, and the highest residual */
    private void model(Surface surface, Palette palette, Progress model, boolean first, double[] place) {
        Axis x = new Axis(
                Scale.LINEAR, view.x()[0], view.x()[view.x().length - 1], place[0], Math.max(place[0] + 1, place[1]));
        Axis y = new Axis(Scale.LINEAR, -place[4], place[4], Math.max(place[2] + 1, place[3]), place[2]);
        PlotArea area = new PlotArea(surface, palette, x, y);
        area.valueTicks(PlotArea.VALUES, first ? y::label : (_, _) -> "");
        area.zero();
        int series = Candidate.series(model.name());
        double name = SeriesInk.paintMark(surface, palette, series, place[0], place[2] - 9);
        surface.text(model.name(), palette.text(), name, place[2] - 9, Anchor.START);
        double[] xs = new double[model.residuals().length];
        double[] ys = new double[xs.length];
        for (int row = 0; row < xs.length; row++) {
            xs[row] = view.started().training().x(row, view.lookout().across());
            ys[row] = model.residuals()[row];
        }
        area.dots(xs, ys, SeriesInk.colour(palette, series).faded(OPACITY), xs.length > 300 ? 1.5 : 2);
    }
}
