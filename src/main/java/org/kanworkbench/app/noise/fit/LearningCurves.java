package org.kanworkbench.app.noise.fit;

import java.util.ArrayList;
import java.util.List;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.noise.live.LiveEvent;

/** The learning curves of one fit: the test error of every model. */
final class LearningCurves {

    private LiveEvent.Started of;
    private int newest = -1;
    private List<PlotSeries> series = List.of();

    /** Adds a frame of the current fit, or starts with one of another fit. */
    void add(FitView view) {
        if (view.started() != of) {
            of = view.started();
            newest = -1;
            series = new ArrayList<>();
            view.frame().models().forEach(model -> series.add(line(model.name())));
        }
        if (view.frame().step() > newest) {
            newest = view.frame().step();
            for (int m = 0; m < series.size(); m++) {
                series.get(m).add(newest, view.frame().models().get(m).testMse());
            }
        }
    }

    private static PlotSeries line(String model) {
        int own = Candidate.series(model);
        return new PlotSeries(model, own, SeriesInk.line(own));
    }

    List<PlotSeries> series() {
        return List.copyOf(series);
    }
}
