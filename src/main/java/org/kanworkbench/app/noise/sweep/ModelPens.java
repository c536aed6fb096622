package org.kanworkbench.app.noise.sweep;

import org.kanworkbench.app.noise.fit.SeriesInk;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.plot.PlotDrawing.Pen;

/** Curves of models as the live fit draws them. */
public final class ModelPens {

    private ModelPens() {}

    public static Pen of(Palette palette, Plot.Curve curve) {
        int series = Candidate.named(curve.label()).map(Candidate::series).orElse(curve.colour());
        return new Pen(palette.series(series), SeriesInk.dashes(series));
    }
}
