package org.kanworkbench.cli.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.ClusterOption;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.TableOptions;
import org.kanworkbench.cli.command.TrialsWatch;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.compare.Comparison;
import org.kanworkbench.compare.ComparisonFolder;
import org.kanworkbench.compare.ComparisonRun;
import org.kanworkbench.compare.PreparedComparison;
import org.kanworkbench.compare.Quantity;
import org.kanworkbench.compare.Score;
import org.kanworkbench.compare.SizedData;
import org.kanworkbench.compare.report.ComparisonReport;
import org.kanworkbench.compare.report.TableText;
import org.kanworkbench.compare.summary.ComparisonSummary;
import org.kanworkbench.compare.summary.Standing;
import org.kanworkbench.data.AbsolutePath;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.TaskKind;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.statistics.FriedmanTest;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.trials.TrialPlace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares presets over seeds and data sets. */
@Command(
        name = "compare",
        description =
                "Compares presets in networks of equal size: finds their widths, chooses a learning rate for each on"
                        + " validation samples, trains each with several seeds on all cores, and tests whether they differ. Prints"
                        + " one line per preset and data set. A comparison that was interrupted is resumed.",
        sortOptions = false)
public final class CompareCommand extends WorkbenchCommand {

    private static final String DENSE = "dense";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--presets",
            paramLabel = "P",
            split = ",",
            required = true,
            description =
                    "Presets to compare, or dense for all of the workbench's own without convolutions. The first one"
                            + " sets the size. mlp is always compared, too.")
    private List<String> presets;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "Data as for train, for instance fashion-mnist or 'function:exp(sin(pi*x)+y^2)'; give it several"
                            + " times for several data sets. The bundled MNIST by default.")
    private List<String> data = List.of();

    @Mixin
    private TableOptions columns;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Trainings of every preset on every data set; ${DEFAULT-VALUE} by default.")
    private int seeds = Comparison.SEEDS;

    @Option(names = "--seed", paramLabel = "N", description = "First random seed; ${DEFAULT-VALUE} by default.")
    private long firstSeed;

    @Option(
            names = "--match",
            paramLabel = "WHAT",
            description =
                    "What all networks have equally much of: parameters (default), flops of a prediction, time of a"
                            + " training step on this machine, or none, which leaves presets their own widths.")
    private String match;

    @Option(
            names = "--size",
            paramLabel = "X",
            description =
                    "How much of it: parameters, FLOPs or microseconds; by default what the first preset has with its"
                            + " own widths.")
    private double size;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Epochs of every training; mlp's for the data by default.")
    private int epochs;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Training samples to use, of which a sixth is for validation; all by default.")
    private int rows;

    @Option(
            names = "--rates",
            paramLabel = "R",
            split = ",",
            description = "Learning rates to choose from; 0.001,0.003,0.01,0.03 by default.")
    private List<Double> rates = Comparison.LEARNING_RATES;

    @Option(
            names = "--tuning-epochs",
            paramLabel = "N",
            description = "Epochs of a training that tries a learning rate; a third of the epochs by default.")
    private int tuningEpochs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for scores and report; a comparison in it is resumed. By default one in the data folder,"
                            + " named after the settings.")
    private Path out;

    @Option(
            names = "--table",
            paramLabel = "FILE.md",
            description = "Also puts the table into this Markdown file, in the place of the last one.")
    private Path table;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Engine: vector (default), opencl, cuda, nd4j-native or nd4j-cuda; on a device as many runs at once as"
                            + " there are threads.")
    private String engine = Configuration.VECTOR;

    @Mixin
    private ClusterOption elsewhere;

    @Override
    protected void run() throws Exception {
        if (table != null) {
            OutputFile.check(table, ".md");
        }
        Comparison comparison = comparison();
        elsewhere.checkEngine(engine);
        Path folder = out != null
                ? out
                : DataFolder.current().resolve(ComparisonFolder.HOME).resolve(ComparisonFolder.name(comparison));
        boolean begins = !Files.exists(folder);
        OutputFile.checkFolder(folder);
        AtomicBoolean stopped = new AtomicBoolean();
        try (Interruption.Work work = common.begin()) {
            work.stopsBy(() -> stopped.set(true));
            PreparedComparison prepared = null;
            ProgressLine line = new ProgressLine(common.err());
            try {
                prepared = PreparedComparison.of(
                        comparison, folder, Nd4jEngines.all(), doing -> line.show(0, doing), () -> !stopped.get());
            } catch (InterruptedException e) {
                throw CommandFailure.interrupted("interrupted before the first training");
            } finally {
                line.clear();
                if (begins && prepared == null) {
                    Files.deleteIfExists(folder);
                }
            }
            try (ComparisonFolder opened = ComparisonFolder.open(folder, prepared.sized());
                    TrialPlace place = elsewhere.connect(common)) {
                compare(prepared, opened, place, line, work);
            }
        }
    }

    private Comparison comparison() throws CommandFailure {
        List<String> named = new ArrayList<>();
        for (String preset : presets) {
            if (preset.equals(DENSE)) {
                named.addAll(Comparison.dense());
            } else {
                named.add(PresetOption.named(preset).name());
            }
        }
        List<DataSource> sources = new ArrayList<>();
        for (String each : data) {
            sources.add(DataOption.named(each).located(AbsolutePath::of));
        }
        return new Comparison(
                presets.contains(DENSE) ? named.stream().distinct().toList() : named,
                columns.of(sources.isEmpty() ? List.of(new DataSource.Mnist()) : sources, List.of(), TaskKind.AUTO),
                seeds,
                firstSeed,
                Choices.named("--match", match, Quantity.PARAMETERS, Quantity.values()),
                size,
                epochs,
                rows,
                rates,
                tuningEpochs,
                engine);
    }

    private void compare(
            PreparedComparison prepared,
            ComparisonFolder folder,
            TrialPlace place,
            ProgressLine line,
            Interruption.Work work)
            throws CommandFailure, InterruptedException, IOException {
        Comparison comparison = prepared.sized().comparison();
        common.tell(comparison.trainings() + " runs; " + folder.path() + " keeps each when it ends");
        if (comparison.presets().size() < 2) {
            common.tell("there is nothing to compare " + Comparison.MLP + " with: name another preset, too");
        } else if (!FriedmanTest.canTell(
                comparison.seeds() * prepared.sized().data().size(),
                comparison.presets().size())) {
            common.tell(Counted.of(comparison.seeds(), "seed") + " of "
                    + comparison.presets().size()
                    + " presets cannot show a significant difference: give more --seeds for that");
        }
        TrialsWatch<Score> watch = new TrialsWatch<>(line, "training");
        ComparisonRun run = ComparisonRun.start(prepared, folder, place, watch);
        work.stopsBy(run.control()::cancel);
        run.await();
        line.clear();
        watch.check(ended -> ended.done() + " of " + ended.total() + " runs: " + folder.path()
                + " has them, the same command resumes");
        report(ComparisonSummary.of(prepared.sized(), run.scores()), folder.path());
    }

    private void report(ComparisonSummary summary, Path folder) throws SaveException {
        ComparisonReport report = new ComparisonReport(summary, command());
        report.write(folder);
        if (table != null) {
            report.insert(table);
        }
        for (int data = 0; data < summary.sized().data().size(); data++) {
            SizedData on = summary.sized().data().get(data);
            if (!common.json()) {
                common.out().println((data == 0 ? "" : "\n") + OneLine.of(on.name()));
            }
            Rows<Standing> rows = rows(on);
            summary.standings(data).forEach(rows::print);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", summary.verdict());
        fields.put("hours", Math.round(1e4 * summary.hours()) / 1e4);
        fields.put("report", folder.resolve(ComparisonReport.PAGE).toString());
        new Rows<Standing>(common)
                .printOther(fields, "\n" + summary.verdict() + "\nreport: " + folder.resolve(ComparisonReport.PAGE));
    }

    private Rows<Standing> rows(SizedData on) {
        String word = on.measure() == Measure.ACCURACY ? "acc" : "rmse";
        return new Rows<>(
                common,
                Column.text("preset", 14, s -> s.preset().preset()),
                Column.hidden("data", _ -> on.name()),
                Column.text("hidden", 6, TableText::hidden),
                Column.number("parameters", 0, s -> s.preset().parameters()),
                Column.number("flops", 0, s -> s.preset().flops()),
                Column.number("seeds", 0, Standing::seeds),
                Column.number("failed", 0, Standing::failed),
                Column.measured("validation_" + word + "_mean", on.measure(), s -> Rows.finite(s.validation())),
                Column.measured("test_" + word + "_mean", on.measure(), s -> Rows.finite(s.test())),
                Column.measured(
                        "test_" + word + "_lo",
                        on.measure(),
                        s -> Rows.finite(s.interval().low())),
                Column.measured(
                        "test_" + word + "_hi",
                        on.measure(),
                        s -> Rows.finite(s.interval().high())),
                Column.number("train_s", 2, s -> Rows.finite(s.seconds())),
                Column.significant("lr", s -> Rows.finite(s.learningRate())),
                Column.number("rank", 2, s -> Rows.finite(s.rank())));
    }

    /** This command, for the report. */
    private String command() {
        return "./workbench compare "
                + spec.commandLine().getParseResult().originalArgs().stream()
                        .skip(1)
                        .filter(word -> !word.equals("--json"))
                        .map(word -> word.matches("[\\w./,=:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
