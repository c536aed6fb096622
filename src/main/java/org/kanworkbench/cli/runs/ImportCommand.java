package org.kanworkbench.cli.runs;

import java.io.Closeable;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.cli.command.DataOption;
import org.kanworkbench.cli.command.Interruption;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.PresetOption;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.dl4j.NetworkFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.ArchiveException;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports files of other programs, or of a workbench on another machine. */
@Command(
        name = "import",
        description = "Converts a .pth or .safetensors file or a Deeplearning4j network (.zip) to a .kan file, "
                + "or imports the runs of an archive (.zip). With --data, the .kan file has the columns, targets and classes"
                + " of the data that the network was trained on, whose numbers go in and come out in their own units.",
        sortOptions = false)
public final class ImportCommand extends WorkbenchCommand {

    @Parameters(
            paramLabel = "FILE",
            description = "A .pth or .safetensors file, a Deeplearning4j network, or an archive that `runs archive`"
                    + " wrote.")
    private Path file;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description =
                    "Network of the weights, or the nearest preset of a Deeplearning4j network, where the file does not say.")
    private String preset;

    @Mixin
    private DataOption data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The .kan file to write; by default beside the file, if there is none yet.")
    private Path out;

    @Override
    protected void run() throws Exception {
        Rows<?> rows = new Rows<>(common);
        boolean network = NetworkFile.is(file);
        if (!network && file.toString().toLowerCase(Locale.ROOT).endsWith(StoreArchive.EXTENSION)) {
            if (Files.exists(file) && (out != null || preset != null || data.given())) {
                throw CommandFailure.badInput(
                        file + " is an archive of runs, which go into the store: leave --out, --preset and --data out");
            }
            try (RunStore store = RunStore.open(DataFolder.current())) {
                StoreArchive.Taken taken = StoreArchive.read(file, store, this::entering);
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("written", store.folder().toString());
                fields.put("runs", taken.runs());
                fields.put("digits", taken.digits());
                fields.put("start_weights", taken.startWeights());
                rows.printOther(fields, taken.sentence());
            } catch (ArchiveException e) {
                throw CommandFailure.badInput(e.getMessage());
            }
            return;
        }
        if (out != null) {
            OutputFile.check(out, ModelFile.EXTENSION, file);
        }
        Optional<Preset> asked = PresetOption.asked(preset);
        SavedModel read = network ? NetworkFile.read(file, asked) : ModelReader.read(file, asked);
        SavedModel model = data.given() ? forData(read) : read;
        Path target = out == null ? OutputFile.beside(file, ModelFile.EXTENSION) : out;
        ModelFile.write(model, target);
        rows.printWritten(target);
    }

    private SavedModel forData(SavedModel read) throws CommandFailure, DataException {
        if (read.described()) {
            throw CommandFailure.badInput(file + " says what it was trained on: leave --data out");
        }
        Dataset named = data.source().load();
        NetworkSpec spec = read.model().network();
        DataOption.check(file, spec.shape(), spec.inputs(), spec.outputs(), named);
        return read.forData(named);
    }

    /** The end of the process waits for a run that is being entered. */
    private Closeable entering() throws InterruptedIOException {
        try {
            Interruption.Work work = common.begin();
            return work::close;
        } catch (CommandFailure e) {
            throw new InterruptedIOException(e.getMessage());
        }
    }
}
