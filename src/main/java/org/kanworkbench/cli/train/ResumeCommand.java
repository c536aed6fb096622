package org.kanworkbench.cli.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.CommandRecords;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.ProgressLine;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.RunId;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.recording.TrainingRecord;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Checkpoint;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Resumes a run that was stopped or interrupted. */
@Command(
        name = "resume",
        description = "Resumes a stopped or interrupted run from its last checkpoint, bit-identical to an "
                + "uninterrupted run; prints one line per epoch.",
        sortOptions = false)
public final class ResumeCommand extends WorkbenchCommand {

    @Mixin
    private RunId id;

    @Option(names = "--out", paramLabel = "FILE", description = "The .kan file for the trained model.")
    private Path out;

    private final Engines engines = Nd4jEngines.all();

    @Override
    protected void run() throws Exception {
        if (out != null) {
            OutputFile.check(out, ModelFile.EXTENSION);
        }
        RunStore store = RunStore.open(DataFolder.current());
        try (Interruption.Work training = common.begin();
                CommandRecords records = new CommandRecords(Optional.of(store), common.err())) {
            StoredRun run = id.in(store);
            if (!run.resumable()) {
                throw CommandFailure.badInput("run " + run.id() + " is "
                        + (run.pruned() ? StoredRun.PRUNED : run.state().name().toLowerCase(Locale.ROOT))
                        + ": only stopped and interrupted runs can be resumed");
            }
            RunKind kind = run.description().kind();
            if (kind != RunKind.TRAINING) {
                throw CommandFailure.badInput(
                        "run " + run.id() + " is a " + kind.name().toLowerCase(Locale.ROOT)
                                + ", not a training: repeat its command"
                                + (kind == RunKind.SEARCH ? ", which resumes it" : ""));
            }
            Recording recording = new Recording(store);
            Optional<Checkpoint> kept = recording.checkpoint(run);
            Configuration before = kept.isPresent() ? kept.get().configuration() : run.parsedConfiguration();
            Configuration configuration = before.withThreads(common.threads(before.threads()));
            Optional<Checkpoint> from = kept.map(checkpoint -> checkpoint.with(configuration));
            Dataset dataset =
                    recording.seen(run, StartWeights.scaled(configuration.data().load(), configuration));
            Optional<String> changed = recording.changed(run, dataset);
            if (changed.isPresent()) {
                throw CommandFailure.badInput(changed.get() + ": it cannot be resumed with other data, train it anew");
            }
            // The run stays as it was where it cannot go on now.
            TrainingRun.check(engines, configuration, dataset);
            engines.named(configuration.engine()).checkAvailable();
            Rows<TrainingEvent.Evaluated> rows = TrainReport.rows(common, dataset);
            TrainReport report = new TrainReport(
                    rows::print,
                    new ProgressLine(common.err()),
                    configuration.recipe().epochs());
            TrainingRecord record = records.records().resumed(run, from, configuration, dataset);
            record.enter();
            Consumer<TrainingEvent> listener = report.andThen(record);
            Run going = from.isPresent()
                    ? TrainingRun.resume(engines, from.get(), dataset, RunRecorder.CHECKPOINTS, listener)
                    : TrainingRun.start(
                            engines, configuration, dataset, StartWeights::read, RunRecorder.CHECKPOINTS, listener);
            training.stopsBy(going::stop);
            going.await();
            new TrainingEnd(new TrainOptions.Work(configuration, dataset), Optional.ofNullable(out), common)
                    .tell(report, rows, records);
        }
    }
}
