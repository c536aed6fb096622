package org.kanworkbench.cli.train;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.StoreOption;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Counted;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.files.tensorboard.TensorBoardLog;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.recording.TrainingRecord;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;
import org.kanworkbench.training.loop.WarmUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network and writes it to a file. */
@Command(
        name = "train",
        description = "Trains a preset or a configuration file; prints one line per epoch.",
        sortOptions = false,
        modelTransformer = RecipeOptions.class)
public final class TrainCommand extends WorkbenchCommand {

    private static final int MOST_SEEDS = 100;

    @Mixin
    private TrainOptions what;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Trains so many networks side by side, with --seed and the seeds after it; with --engine opencl or cuda.")
    private int seeds = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "The .kan file for the trained model.")
    private Path out;

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Writes the run's curves for TensorBoard during the run, into a new folder in DIR.")
    private Path tensorboard;

    @Mixin
    private StoreOption keeping;

    private final Engines engines = Nd4jEngines.all();
    private WarmUp warmUp;

    @Override
    protected void run() throws Exception {
        if (out != null) {
            OutputFile.check(out, ModelFile.EXTENSION);
        }
        try (WarmUp begun = what.warmUp()) {
            warmUp = begun;
            trainAll();
        }
    }

    private void trainAll() throws Exception {
        TrainOptions.Work work = what.work(common);
        Configuration configuration = work.configuration();
        TrainingRun.check(engines, configuration, work.dataset());
        engines.named(configuration.engine()).checkAvailable();
        if (seeds != 1) {
            trainSeeds(work);
            return;
        }
        announce(work);
        Rows<TrainingEvent.Evaluated> rows = TrainReport.rows(common, work.dataset());
        TrainReport report = new TrainReport(
                rows::print,
                new ProgressLine(common.err()),
                configuration.recipe().epochs());
        if (tensorboard == null) {
            train(work, report, report, rows);
        } else {
            OutputFile.checkFolder(tensorboard);
            try (TensorBoardLog log =
                    TensorBoardLog.create(tensorboard, configuration, work.tested(), Clock.systemDefaultZone())) {
                common.tell("curves for TensorBoard are in " + log.folder());
                train(work, report, report.andThen(log), rows);
                if (log.failure().isPresent()) {
                    throw CommandFailure.failed("the run is done, but its curves end early: "
                            + log.failure().get().getMessage());
                }
            }
        }
    }

    private void trainSeeds(TrainOptions.Work work) throws CommandFailure, DataException, InterruptedException {
        Choices.within("--seeds", seeds, 1, MOST_SEEDS);
        if (out != null || tensorboard != null) {
            throw CommandFailure.badInput("--seeds trains several networks: leave "
                    + (out != null ? "--out" : "--tensorboard") + " out, and export the runs that you want");
        }
        SeedRuns runs = new SeedRuns(work, engines.named(work.configuration().engine()), seeds, common);
        announce(work);
        try (Interruption.Work training = common.begin();
                CommandRecords records = keeping.open(common)) {
            runs.train(new ProgressLine(common.err()), training, records);
        }
    }

    private void train(TrainOptions.Work work, TrainReport report, Consumer<TrainingEvent> listener, Rows<?> rows)
            throws CommandFailure, SaveException, InterruptedException {
        try (Interruption.Work training = common.begin();
                CommandRecords records = keeping.open(common)) {
            TrainingRecord record =
                    records.records().training(OptionalLong.empty(), work.configuration(), work.dataset());
            warmUp.close();
            Run run = TrainingRun.start(
                    engines,
                    work.configuration(),
                    work.dataset(),
                    StartWeights::read,
                    RunRecorder.CHECKPOINTS,
                    listener.andThen(record));
            training.stopsBy(run::stop);
            run.await();
            new TrainingEnd(work, Optional.ofNullable(out), common).tell(report, rows, records);
        }
    }

    private void announce(TrainOptions.Work work) throws DataException {
        Configuration configuration = work.configuration();
        common.tell(String.format(
                Locale.ROOT,
                "%s %s, %,d parameters, on %s%s; %s, %s, %s",
                configuration.preset(),
                configuration.network().shape(),
                configuration.network().parameters(),
                work.dataset().name(),
                heldOut(work),
                configuration.engine(),
                Counted.of(configuration.threads(), "thread"),
                SeedRuns.words(configuration.seed(), seeds)));
        common.tellRemark(work.dataset());
        if (configuration.data() instanceof DataSource.CsvFile table) {
            // Which column is the target, and whether it is of classes, is seen nowhere else.
            String task = work.dataset().target() instanceof Target.Classes classes
                    ? ", " + classes.names().size() + " classes"
                    : " by regression";
            common.tell(work.dataset().name() + ": predicts " + String.join(", ", table.predicted()) + task);
        }
    }

    private static String heldOut(TrainOptions.Work work) {
        int rows = work.configuration().recipe().selection().validationRows();
        if (rows == 0) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ", %,d training samples held out for validation and reported on, test set untouched",
                rows);
    }
}
