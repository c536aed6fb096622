package org.kanworkbench.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.runs.store.Metric;
import org.kanworkbench.runs.store.StoredRun;

/** A run with its evaluations in order. */
record RunCurves(StoredRun run, List<Metric> metrics) {

    RunCurves {
        metrics = List.copyOf(metrics);
    }

    /** Training and test loss of a run on its own. */
    List<PlotSeries> losses(int colour) {
        return List.of(
                series("train", colour, Line.DENSE, Metric::trainLoss),
                series("test", colour, Line.DASHED, Metric::testLoss));
    }

    /** Training and test accuracy of a run on its own. */
    List<PlotSeries> accuracies(int colour) {
        return List.of(
                series("train", colour, Line.DENSE, Metric::trainAccuracy),
                series("test", colour, Line.DASHED, Metric::testAccuracy));
    }

    /** One line a run, in the colours of their places. */
    static List<PlotSeries> overlaid(List<RunCurves> runs, ToDoubleFunction<Metric> value) {
        List<PlotSeries> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Line line = i < PreviewViewModel.MOST ? Line.DENSE : Line.DASHED;
            lines.add(runs.get(i).series("run " + runs.get(i).run().id(), i, line, value));
        }
        return lines;
    }

    private PlotSeries series(String name, int colour, Line line, ToDoubleFunction<Metric> value) {
        PlotSeries series = new PlotSeries(name, colour, line);
        metrics.forEach(m -> series.add(m.epoch(), value.applyAsDouble(m)));
        return series;
    }
}
