package org.kanworkbench.cli.runs;

import java.nio.file.Files;
import java.nio.file.Path;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.RunId;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnexportableException;
import org.kanworkbench.runs.export.RunExport;
import org.kanworkbench.runs.export.TensorBoardExport;
import org.kanworkbench.runs.store.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a run to a file for other programs. */
@Command(name = "export", description = "Exports a run to a file.", sortOptions = false)
final class RunsExportCommand extends WorkbenchCommand {
    private static final String TENSORBOARD = "tensorboard";

    @Mixin
    private RunId id;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file ending selects the content: .csv for the metrics, .json for metrics and "
                    + "configuration, .kan for the model. With --format tensorboard, the log folder of "
                    + "TensorBoard.")
    private Path out;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "tensorboard: writes the curves as an event file, in a folder per run.")
    private String format;

    @Override
    protected void run() throws Exception {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            StoredRun run = id.in(store);
            if (format != null) {
                if (!format.equals(TENSORBOARD)) {
                    throw CommandFailure.badInput("--format is " + format + ": choose " + TENSORBOARD
                            + ", or leave it out and let the ending of --out say what to write");
                }
                if (Files.isRegularFile(out)) {
                    throw CommandFailure.badInput("--out " + out + " is a file: name a folder for --format " + format);
                }
                new Rows<>(common).printWritten(TensorBoardExport.write(store, run, out));
                return;
            }
            String name = String.valueOf(out.getFileName());
            String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
            if (!RunExport.ENDINGS.contains(ending)) {
                throw CommandFailure.badInput(
                        "cannot export to " + out + ": its name must end in " + String.join(", ", RunExport.ENDINGS));
            }
            OutputFile.check(out, ending);
            new RunExport(store).write(run, out);
            if (run.description().kind() == RunKind.QUANTISATION && ending.equals(ModelFile.EXTENSION)) {
                common.tell("run " + run.id() + " measured schemes of this model, which is in float32: `quantize "
                        + OneLine.of(out.toString()) + " --scheme S --out FILE` writes a quantised one");
            }
            new Rows<>(common).printWritten(out);
        } catch (UnexportableException e) {
            throw CommandFailure.badInput(e.getMessage());
        }
    }
}
