package org.kanworkbench.cli.runs;

import java.nio.file.Path;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Archives the whole store to one file, and imports it. */
@Command(
        name = "archive",
        description = "Writes the whole experiment store to one file, which `import` reads on another machine.",
        sortOptions = false)
final class RunsArchiveCommand extends WorkbenchCommand {
    @Parameters(paramLabel = "FILE", description = "The .zip file to write.")
    private Path file;

    @Override
    protected void run() throws Exception {
        OutputFile.check(file, StoreArchive.EXTENSION);
        try (RunStore store = RunStore.open(DataFolder.current())) {
            StoreArchive.write(store, file);
        }
        new Rows<>(common).printWritten(file);
    }
}
