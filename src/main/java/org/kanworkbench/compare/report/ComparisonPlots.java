package org.kanworkbench.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.summary.ComparisonSummary;
import org.kanworkbench.compare.summary.Standing;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.training.Measure;

/** The Pareto plots of a comparison: test score against what it costs. */
public final class ComparisonPlots {

    private static final double WIDE = 3;
    private static final int PRESETS = 0;
    private static final int MLP = 5;
    private static final int FRONT = 2;

    private ComparisonPlots() {}

    /** Three per data set: against training time, parameters and FLOPs. */
    public static List<Plot> of(ComparisonSummary summary) {
        List<Plot> plots = new ArrayList<>();
        for (int data = 0; data < summary.sized().data().size(); data++) {
            String device = summary.sized().comparison().device();
            plots.add(plot(summary, data, "time", "training time on " + device + " [s]", Standing::seconds));
            plots.add(plot(
                    summary, data, "parameters", "parameters", s -> s.preset().parameters()));
            plots.add(plot(
                    summary,
                    data,
                    "FLOPs",
                    "FLOPs per prediction",
                    s -> s.preset().flops()));
        }
        return plots;
    }

    private static Plot plot(
            ComparisonSummary summary, int data, String what, String title, ToDoubleFunction<Standing> cost) {
        String name = summary.sized().data().get(data).name();
        Measure measure = summary.sized().data().get(data).measure();
        double unit = measure == Measure.ACCURACY ? 100 : 1;
        List<Standing> shown = summary.standings(data).stream()
                .filter(s -> !Double.isNaN(s.test()))
                .toList();
        List<Standing> front = ComparisonSummary.front(shown, measure, cost);
        double least = shown.stream().mapToDouble(cost).min().orElse(1);
        double most = shown.stream().mapToDouble(cost).max().orElse(1);
        return new Plot(
                what.toLowerCase(Locale.ROOT) + (data == 0 ? "" : "-" + (data + 1)),
                TableText.name(measure) + " against " + what + ": " + name,
                title,
                measure == Measure.ACCURACY
                        ? "test accuracy [%], 95 % confidence intervals"
                        : "test RMSE, 95 % confidence intervals",
                most > WIDE * least,
                false,
                measure == Measure.ACCURACY ? unit : Double.POSITIVE_INFINITY,
                List.of(new Plot.Curve(
                        "Pareto front",
                        FRONT,
                        front.stream().mapToDouble(cost).toArray(),
                        front.stream().mapToDouble(s -> unit * s.test()).toArray())),
                shown.stream()
                        .map(s -> new Plot.Point(
                                s.preset().preset(),
                                s.preset().preset().equals(Comparison.MLP) ? MLP : PRESETS,
                                cost.applyAsDouble(s),
                                unit * s.test(),
                                unit * s.interval().low(),
                                unit * s.interval().high()))
                        .toList());
    }
}
