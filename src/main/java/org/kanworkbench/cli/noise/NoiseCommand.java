package org.kanworkbench.cli.noise;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.cli.command.ClusterOption;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.StoreOption;
import org.kanworkbench.cli.command.TrialsWatch;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.engine.NonFiniteException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.nkan.NkanExperiment;
import org.kanworkbench.noise.nkan.NkanResult;
import org.kanworkbench.noise.report.NkanReport;
import org.kanworkbench.noise.report.SweepReport;
import org.kanworkbench.noise.report.SweepRun;
import org.kanworkbench.noise.statistics.Band;
import org.kanworkbench.noise.statistics.SweepStatistics;
import org.kanworkbench.noise.statistics.SweepSummary;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.Sweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepEstimate;
import org.kanworkbench.noise.sweep.SweepFolder;
import org.kanworkbench.noise.sweep.SweepPlan;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.training.ClockTime;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.trials.TrialPlace;
import org.kanworkbench.training.trials.TrialsEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sweeps KANs and MLPs over noise levels, functions and seeds, and tests whether they differ. */
@Command(
        name = "noise",
        description = "Fits noisy data with KANs and MLPs of equal size over many seeds, and tests whether they"
                + " differ; without options, the standard sweep. Prints one line per model and noise level.",
        sortOptions = false)
public final class NoiseCommand extends WorkbenchCommand {

    private final Engines engines = Nd4jEngines.all();

    @Mixin
    private NoiseOptions what;

    @Option(names = "--nkan", description = "Replicates the experiment of TorchKAN's nKAN.py instead.")
    private boolean nkan;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for configuration, fits, plots and report. A sweep that is in it already is " + "resumed.")
    private Path out;

    @Mixin
    private ClusterOption elsewhere;

    @Mixin
    private StoreOption keeping;

    @Option(names = "--yes", description = "Starts sweeps of more than ten minutes without asking.")
    private boolean yes;

    @Override
    protected void run() throws Exception {
        if (nkan) {
            String why = "--nkan trains two networks, one after the other";
            elsewhere.refuse(why);
            what.refuse(why);
            repeatNkan();
            return;
        }
        SweepConfiguration wanted = what.configuration();
        elsewhere.checkEngine(wanted.engine());
        if (out == null) {
            sweep(SweepPlan.timed(wanted, () -> false), Optional.empty());
            return;
        }
        try (SweepFolder folder = SweepFolder.open(out, sized(wanted))) {
            sweep(folder.configuration(), Optional.of(folder));
        }
    }

    /** With measured times, for which the folder is there; without them, and the folder that was made, where a sweep cannot begin. */
    private SweepConfiguration sized(SweepConfiguration wanted) throws CommandFailure, DataException, IOException {
        boolean begins = !Files.exists(out);
        OutputFile.checkFolder(out);
        boolean ready = false;
        try {
            SweepConfiguration sized = SweepFolder.sized(out, wanted, () -> false);
            SweepPlan.of(sized, engines);
            ready = true;
            return sized;
        } finally {
            if (begins && !ready) {
                Files.deleteIfExists(out);
            }
        }
    }

    private void sweep(SweepConfiguration configuration, Optional<SweepFolder> folder)
            throws CommandFailure, DataException, InterruptedException, IOException {
        SweepPlan plan = SweepPlan.of(configuration, engines);
        try (TrialPlace place =
                plan.onDevice() ? TrialPlace.here(common.threads(Sweep.ON_DEVICE)) : elsewhere.connect(common)) {
            sweep(plan, folder, place);
        }
    }

    private void sweep(SweepPlan plan, Optional<SweepFolder> folder, TrialPlace place)
            throws CommandFailure, InterruptedException, IOException {
        SweepConfiguration configuration = plan.configuration();
        ProgressLine line = new ProgressLine(common.err());
        int known = folder.map(SweepFolder::known).orElse(List.of()).size();
        ask(plan, known, place, line);
        TrialsWatch<FinishedFit> watch = new TrialsWatch<>(line, "fit");
        try (Interruption.Work fitting = common.begin();
                CommandRecords records = keeping.open(common)) {
            WorkRecord record = SweepRun.record(records.records(), configuration, known);
            Sweep sweep = Sweep.start(plan, folder, place, event -> {
                watch.accept(event);
                if (event instanceof TrialsEvent.Advanced<FinishedFit> advanced) {
                    record.progress(advanced.progress().done());
                }
            });
            fitting.stopsBy(sweep.control()::cancel);
            sweep.await();
            line.clear();
            SweepRun.end(record, configuration, watch.last(), Optional.ofNullable(out), sweep.results());
            boolean kept = records.ended().isPresent();
            watch.check(ended -> ended.done() + " of " + Counted.of(ended.total(), "fit") + ": " + remains(kept));
            report(configuration, SweepStatistics.summarize(configuration, sweep.results()));
        }
    }

    /** What remains of a sweep that was interrupted. */
    private String remains(boolean kept) {
        if (out != null) {
            return out + " has them, the same command resumes";
        }
        return kept
                ? "the experiment store has them, but only with --out DIR can a sweep be resumed"
                : "nothing is kept without --out DIR";
    }

    private void ask(SweepPlan plan, int done, TrialPlace place, ProgressLine line) throws CommandFailure {
        plan.leftOut().stream()
                .filter(rows -> rows > 0)
                .forEach(rows -> common.tell(Counted.of(rows, "row") + " left out, as values are missing"));
        // Nothing is known of a device before it has trained: what this computer would take stands for it.
        int cores = plan.onDevice() ? Runtime.getRuntime().availableProcessors() : place.threads();
        Duration estimate = SweepEstimate.of(plan, done, cores);
        String size = String.format(
                Locale.ROOT,
                plan.onDevice()
                        ? "%1$,d fits, %4$d at once by %5$s; %3$s without it would take about %2$s"
                        : "%1$,d fits, about %2$s on %3$s",
                plan.size(),
                ClockTime.of(estimate),
                Counted.of(cores, "core"),
                place.threads(),
                plan.configuration().engine());
        if (yes || !SweepEstimate.isLong(estimate)) {
            common.tell(size);
            return;
        }
        Console console = System.console();
        if (!line.terminal() || console == null) {
            throw CommandFailure.badInput("the sweep has " + size + ": add --yes, or ask for less");
        }
        String answer = console.readLine("%s: begin? [y/N] ", size);
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            throw CommandFailure.badInput("not begun: ask for fewer functions, levels, models or seeds");
        }
    }

    private void report(SweepConfiguration configuration, SweepSummary summary) throws SaveException {
        boolean sizes = configuration.rows().size() > 1;
        Rows<Band> rows = new Rows<>(
                common,
                Column.text("model", 16, Band::model),
                Column.number("parameters", 0, band -> Math.round(band.parameters())),
                Column.significant("noise", Band::level),
                Column.significant("mse_mean", Band::mse),
                Column.significant(
                        "mse_lo", band -> Rows.finite(band.mseInterval().low())),
                Column.significant(
                        "mse_hi", band -> Rows.finite(band.mseInterval().high())),
                Column.number("snr_db_mean", 2, Band::snrDb),
                Column.number("seeds", 0, Band::seeds),
                Column.number("fit_ms", 1, band -> Rows.finite(band.fitMs())),
                sizes ? Column.number("rows", 0, Band::rows) : Column.hidden("rows", _ -> null));
        summary.bands().stream().filter(band -> band.target().isEmpty()).forEach(rows::print);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", summary.verdict().sentence());
        fields.put("outcome", summary.verdict().outcome().name().toLowerCase(Locale.ROOT));
        if (out != null) {
            SweepReport.write(configuration, summary, out);
            fields.put("report", out.resolve(SweepReport.PAGE).toString());
        }
        rows.printOther(
                fields,
                summary.verdict().sentence() + (out == null ? "" : "\nreport: " + out.resolve(SweepReport.PAGE)));
    }

    private void repeatNkan() throws CommandFailure, SaveException, NonFiniteException, InterruptedException {
        if (out != null) {
            OutputFile.checkFolder(out);
        }
        NkanResult result = NkanExperiment.run(what.seed());
        Rows<Level> rows = new Rows<>(
                common,
                Column.text("model", 8, Level::model),
                Column.number("parameters", 0, level -> level.curves().parameters()),
                Column.number("noise", 1, level -> result.levels().get(level.at())),
                Column.number("mse_mean", 6, level -> level.curves().loss().get(level.at())),
                Column.number("snr_db_mean", 3, level -> level.curves().snrDb().get(level.at())),
                Column.number("seeds", 0, _ -> 1));
        print(NkanReport.LAZY_KAN, result.lazyKan(), rows);
        print(NkanReport.MLP, result.mlp(), rows);
        String verdict =
                "One seed of two networks of different size, and no learned edge function in either: this shows"
                        + " nothing of KANs. Without --nkan, the sweep compares.";
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", verdict);
        if (out != null) {
            NkanReport.write(result, out);
            fields.put("report", out.resolve(SweepReport.PAGE).toString());
        }
        rows.printOther(fields, verdict);
    }

    /** A network at one of the noise levels. */
    private record Level(String model, NkanResult.Curves curves, int at) {}

    private static void print(String model, NkanResult.Curves curves, Rows<Level> rows) {
        for (int level = 0; level < curves.loss().size(); level++) {
            rows.print(new Level(model, curves, level));
        }
    }
}
