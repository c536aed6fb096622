package org.kanworkbench.noise.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.Decimals;
import org.kanworkbench.noise.statistics.Band;
import org.kanworkbench.noise.statistics.Capacity;
import org.kanworkbench.noise.statistics.Difference;
import org.kanworkbench.noise.statistics.ErrorExponent;
import org.kanworkbench.noise.statistics.LevelDifference;
import org.kanworkbench.noise.statistics.SweepSummary;
import org.kanworkbench.noise.sweep.SweepConfiguration;
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
        AtomicFile.write(folder.resolve(PAGE), page(configuration, summary, plots));
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
        html.heading("Models").table(MODELS, models(configuration, summary));
        html.heading("Plots").plots(plots);
        html.heading("Differences, first minus second, over the noise levels of the verdict")
                .table(DIFFERENCES, differences(summary));
        html.paragraph(SIGNIFICANT);
        if (!summary.byLevel().isEmpty()) {
            html.heading("By noise level, simultaneous 99 % confidence intervals")
                    .table(LEVELS, summary.byLevel());
        }
        if (!summary.exponents().isEmpty()) {
            html.heading("Test error against the number of training samples").table(EXPONENTS, summary.exponents());
        }
        if (!summary.capacities().isEmpty()) {
            html.heading("Where a larger basis overfits").table(CAPACITIES, summary.capacities());
        }
        html.heading("Every model and noise level").table(BANDS, summary.bands());
        html.heading("How to repeat it")
                .paragraph("Save the configuration below as " + SweepFolder.CONFIGURATION
                        + ", or take the one in this folder, and run")
                .preformatted("./workbench noise --config " + SweepFolder.CONFIGURATION + " --out FOLDER")
                .paragraph(SweepFolder.FITS + " then comes out the same, line for line.")
                .preformatted(configuration.text());
        return html.document();
    }

    private static final List<Column<List<Band>>> MODELS = List.of(
            new Column<>("model", b -> b.getFirst().model()),
            new Column<>(
                    "parameters",
                    b -> String.format(Locale.ROOT, "%.0f", b.getFirst().parameters())),
            new Column<>(
                    "FLOPs per prediction",
                    b -> String.format(Locale.ROOT, "%.0f", b.getFirst().flops())),
            new Column<>("ms per fit, tuning included", SweepReport::fitMs));
    private static final List<Column<Difference>> DIFFERENCES = List.of(
            new Column<>("first", Difference::first),
            new Column<>("second", Difference::second),
            new Column<>("dB", d -> Decimals.of(2, d.decibels())),
            new Column<>("99 % confidence interval", d -> interval(2, d.interval())),
            new Column<>("p", d -> Decimals.p(d.p())),
            new Column<>("first ahead, %", d -> Decimals.of(1, 100 * d.wins())),
            new Column<>(
                    "95 % confidence interval", d -> interval(d.winInterval(), share -> Decimals.of(1, 100 * share))),
            new Column<>("seeds", Difference::seeds));
    private static final List<Column<LevelDifference>> LEVELS = List.of(
            new Column<>("noise", l -> Decimals.exact(l.level())),
            new Column<>("dB", l -> Decimals.of(2, l.difference().decibels())),
            new Column<>("interval", l -> interval(2, l.difference().interval())),
            new Column<>("p", l -> Decimals.p(l.difference().p())),
            new Column<>("significant", l -> l.clear() ? "yes" : "no"));
    private static final List<Column<ErrorExponent>> EXPONENTS = List.of(
            new Column<>("model", ErrorExponent::model),
            new Column<>("noise", e -> Decimals.exact(e.level())),
            new Column<>("exponent", e -> Decimals.of(3, e.exponent())),
            new Column<>("95 % confidence interval", e -> interval(3, e.interval())));
    private static final List<Column<Capacity>> CAPACITIES = List.of(
            new Column<>("basis", c -> c.preset() + ", " + c.what()),
            new Column<>("noise", c -> Decimals.exact(c.level())),
            new Column<>("best", Capacity::best),
            new Column<>("worse from (0: nowhere)", Capacity::onset),
            new Column<>("sizes", c -> c.sizes().stream().map(String::valueOf).collect(Collectors.joining(", "))),
            new Column<>(
                    "SNR, dB",
                    c -> c.snrDb().stream().map(v -> Decimals.of(1, v)).collect(Collectors.joining(", "))));
    private static final List<Column<Band>> BANDS = List.of(
            new Column<>("target", b -> b.target().isEmpty() ? "all" : b.target()),
            new Column<>("model", Band::model),
            new Column<>("samples", Band::rows),
            new Column<>("noise", b -> Decimals.exact(b.level())),
            new Column<>("MSE", b -> error(b.mse())),
            new Column<>("95 % confidence interval", b -> interval(b.mseInterval(), SweepReport::error)),
            new Column<>("SNR, dB", b -> Decimals.of(2, b.snrDb())),
            new Column<>("95 % confidence interval", b -> interval(2, b.snrInterval())),
            new Column<>("seeds", Band::seeds));

    /** A model's means over all targets, model by model; none of one without any. */
    public static List<List<Band>> models(SweepConfiguration configuration, SweepSummary summary) {
        return configuration.contenders().stream()
                .map(contender -> summary.bands().stream()
                        .filter(b -> b.target().isEmpty() && b.model().equals(contender.name()))
                        .toList())
                .filter(bands -> !bands.isEmpty())
                .toList();
    }

    private static String fitMs(List<Band> bands) {
        double mean = bands.stream().mapToDouble(Band::fitMs).average().orElse(Double.NaN);
        return Double.isNaN(mean) ? "" : Decimals.of(1, mean);
    }

    /** The main comparison, if there is one, and all pairs. */
    public static List<Difference> differences(SweepSummary summary) {
        return Stream.concat(summary.overall().stream(), summary.pairs().stream())
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
