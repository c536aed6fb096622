package org.kanworkbench.noise.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.statistics.Band;
import org.kanworkbench.noise.statistics.Difference;
import org.kanworkbench.noise.statistics.SweepSummary;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepFile;
import org.kanworkbench.noise.sweep.SweepFolder;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.plot.Plot;
import org.kanworkbench.report.Html;
import org.kanworkbench.report.PlotFiles;
import org.kanworkbench.statistics.Interval;

/** A sweep's report: one self-contained page, and its plots as separate files. */
public final class SweepReport {

    public static final String PAGE = "report.html";

    /** What the statistics of a table of differences are, in sentences. */
    public static final String SIGNIFICANT =
            "Significant: p ≤ 0.01 by the sign-flip test, and a 99 % confidence interval by the bootstrap over seeds (BCa)"
                    + " that excludes 0; for a pair, p ≤ 0.01 after Holm's correction (the table's p is uncorrected)."
                    + " By noise level, the intervals are Student's, 99 % for all levels together.";

    private SweepReport() {}

    /** Writes the page and every plot as SVG and PNG to an existing folder. */
    public static void write(SweepConfiguration configuration, SweepSummary summary, Path folder) throws SaveException {
        List<Plot> plots = SweepPlots.of(configuration, summary);
        PlotFiles.write(plots, folder);
        PlotFiles.write(page(configuration, summary, plots), folder.resolve(PAGE));
    }

    private static String page(SweepConfiguration configuration, SweepSummary summary, List<Plot> plots) {
        Html html =
                new Html("Noise Lab: KAN against MLP").verdict(summary.verdict().sentence());
        html.paragraph(String.format(
                Locale.ROOT,
                "%d of %d seeds are complete; targets %s; %s noise %s. SNR is 10·log10(variance of the clean test outputs /"
                        + " mean squared error); the MSE of all targets together is their geometric mean. Bands are 95 %% confidence intervals over seeds. Fits that diverged: %d; they"
                        + " count with the error of their targets' mean.",
                summary.seeds(),
                configuration.seeds(),
                configuration.targets().stream().map(Target::label).collect(Collectors.joining(", ")),
                configuration.shape().label(),
                configuration.place().label(),
                summary.diverged()));
        html.heading("Models").table(MODEL_HEADER, models(configuration, summary));
        html.heading("Plots").plots(plots);
        html.heading("Differences, first minus second, over the noise levels of the verdict")
                .table(DIFFERENCE_HEADER, differences(summary));
        html.paragraph(SIGNIFICANT);
        if (!summary.byLevel().isEmpty()) {
            html.heading("By noise level, simultaneous 99 % confidence intervals")
                    .table(LEVEL_HEADER, levels(summary));
        }
        if (!summary.exponents().isEmpty()) {
            html.heading("Test error against the number of training samples")
                    .table(EXPONENT_HEADER, exponents(summary));
        }
        if (!summary.capacities().isEmpty()) {
            html.heading("Where a larger basis overfits").table(CAPACITY_HEADER, capacities(summary));
        }
        html.heading("Every model and noise level").table(BAND_HEADER, bands(summary));
        html.heading("How to repeat it")
                .paragraph("Save the configuration below as " + SweepFolder.CONFIGURATION
                        + ", or take the one in this folder, and run")
                .preformatted("./workbench noise --config " + SweepFolder.CONFIGURATION + " --out FOLDER")
                .paragraph(SweepFolder.FITS + " then comes out the same, line for line.")
                .preformatted(SweepFile.text(configuration));
        return html.document();
    }

    private static final List<String> MODEL_HEADER =
            List.of("model", "parameters", "FLOPs per prediction", "ms per fit, tuning included");
    private static final List<String> DIFFERENCE_HEADER = List.of(
            "first",
            "second",
            "dB",
            "99 % confidence interval",
            "p",
            "first ahead, %",
            "95 % confidence interval",
            "seeds");
    private static final List<String> LEVEL_HEADER = List.of("noise", "dB", "interval", "p", "significant");
    private static final List<String> EXPONENT_HEADER =
            List.of("model", "noise", "exponent", "95 % confidence interval");
    private static final List<String> CAPACITY_HEADER =
            List.of("basis", "noise", "best", "worse from (0: nowhere)", "sizes", "SNR, dB");
    private static final List<String> BAND_HEADER = List.of(
            "target",
            "model",
            "samples",
            "noise",
            "MSE",
            "95 % confidence interval",
            "SNR, dB",
            "95 % confidence interval",
            "seeds");

    private static List<List<String>> models(SweepConfiguration configuration, SweepSummary summary) {
        List<List<String>> rows = new ArrayList<>();
        for (Contender contender : configuration.contenders()) {
            List<Band> bands = summary.bands().stream()
                    .filter(b -> b.target().isEmpty() && b.model().equals(contender.name()))
                    .toList();
            if (!bands.isEmpty()) {
                double fitMs = bands.stream().mapToDouble(Band::fitMs).average().orElse(Double.NaN);
                rows.add(List.of(
                        contender.name(),
                        String.format(Locale.ROOT, "%.0f", bands.getFirst().parameters()),
                        String.format(Locale.ROOT, "%.0f", bands.getFirst().flops()),
                        Double.isNaN(fitMs) ? "" : Decimals.of(1, fitMs)));
            }
        }
        return rows;
    }

    private static List<List<String>> differences(SweepSummary summary) {
        List<Difference> all = new ArrayList<>(summary.overall().stream().toList());
        all.addAll(summary.pairs());
        return all.stream()
                .map(d -> List.of(
                        d.first(),
                        d.second(),
                        Decimals.of(2, d.decibels()),
                        interval(2, d.interval()),
                        Decimals.of(4, d.p()),
                        Decimals.of(1, 100 * d.wins()),
                        interval(
                                1,
                                new Interval(
                                        100 * d.winInterval().low(),
                                        100 * d.winInterval().high())),
                        String.valueOf(d.seeds())))
                .toList();
    }

    private static List<List<String>> levels(SweepSummary summary) {
        return summary.byLevel().stream()
                .map(l -> List.of(
                        Decimals.exact(l.level()),
                        Decimals.of(2, l.difference().decibels()),
                        interval(2, l.difference().interval()),
                        Decimals.of(4, l.difference().p()),
                        l.clear() ? "yes" : "no"))
                .toList();
    }

    private static List<List<String>> exponents(SweepSummary summary) {
        return summary.exponents().stream()
                .map(e -> List.of(
                        e.model(), Decimals.exact(e.level()), Decimals.of(3, e.exponent()), interval(3, e.interval())))
                .toList();
    }

    private static List<List<String>> capacities(SweepSummary summary) {
        return summary.capacities().stream()
                .map(c -> List.of(
                        c.preset() + ", " + c.what(),
                        Decimals.exact(c.level()),
                        String.valueOf(c.best()),
                        String.valueOf(c.onset()),
                        c.sizes().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                        c.snrDb().stream().map(v -> Decimals.of(1, v)).collect(Collectors.joining(", "))))
                .toList();
    }

    private static List<List<String>> bands(SweepSummary summary) {
        return summary.bands().stream()
                .map(b -> List.of(
                        b.target().isEmpty() ? "all" : b.target(),
                        b.model(),
                        String.valueOf(b.rows()),
                        Decimals.exact(b.level()),
                        error(b.mse()),
                        interval(b.mseInterval(), SweepReport::error),
                        Decimals.of(2, b.snrDb()),
                        interval(2, b.snrInterval()),
                        String.valueOf(b.seeds())))
                .toList();
    }

    /** The ends, or what has to be done to know them. */
    public static String interval(int decimals, Interval interval) {
        return interval(interval, end -> Decimals.of(decimals, end));
    }

    private static String interval(Interval interval, DoubleFunction<String> words) {
        return Double.isFinite(interval.low())
                ? words.apply(interval.low()) + " … " + words.apply(interval.high())
                : "needs more seeds";
    }

    private static String error(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
