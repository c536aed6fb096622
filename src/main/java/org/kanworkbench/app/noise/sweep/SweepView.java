package org.kanworkbench.app.noise.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.kanworkbench.app.noise.fit.ModelRow;
import org.kanworkbench.app.noise.settings.Candidate;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.report.SweepPlots;
import org.kanworkbench.noise.report.SweepReport;
import org.kanworkbench.noise.statistics.Band;
import org.kanworkbench.noise.statistics.SweepStatistics;
import org.kanworkbench.noise.statistics.SweepSummary;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.plot.Plot;

/**
 * The displayed results of a sweep, complete or not. Immutable.
 *
 * @param plots see {@link SweepPlots}
 * @param rows a line a model, means over all targets and noise levels, of errors the geometric ones; empty before the first seed is complete
 * @param fits that are completed
 */
public record SweepView(
        SweepConfiguration configuration,
        SweepSummary summary,
        List<Plot> plots,
        List<ModelRow> rows,
        List<FinishedFit> fits) {

    public SweepView {
        plots = List.copyOf(plots);
        rows = List.copyOf(rows);
        fits = List.copyOf(fits);
    }

    /** Takes up to a second: intervals come from resampling. */
    static SweepView of(SweepConfiguration configuration, List<FinishedFit> fits) {
        SweepSummary summary = SweepStatistics.summarize(configuration, fits);
        List<Plot> plots = summary.bands().isEmpty() ? List.of() : SweepPlots.of(configuration, summary);
        return new SweepView(configuration, summary, plots, rows(configuration, summary), fits);
    }

    private static List<ModelRow> rows(SweepConfiguration configuration, SweepSummary summary) {
        List<String> models =
                configuration.contenders().stream().map(Contender::name).toList();
        return SweepReport.models(configuration, summary).stream()
                .map(bands -> new ModelRow(
                        bands.getFirst().model(),
                        Candidate.series(
                                bands.getFirst().model(),
                                models.indexOf(bands.getFirst().model())),
                        "",
                        Math.round(bands.getFirst().parameters()),
                        Math.round(bands.getFirst().flops()),
                        Math.exp(mean(bands, band -> Math.log(band.mse()))),
                        mean(bands, Band::snrDb),
                        mean(bands, Band::fitMs),
                        false))
                .toList();
    }

    private static double mean(List<Band> bands, ToDoubleFunction<Band> value) {
        return bands.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /** The plots of one kind, the one over all targets first. */
    List<Plot> plots(SweepAspect aspect) {
        return plots.stream()
                .filter(plot ->
                        plot.name().equals(aspect.plots()) || plot.name().startsWith(aspect.plots() + "-"))
                .sorted(Comparator.comparing(plot -> !plot.name().equals(aspect.plots())))
                .toList();
    }
}
