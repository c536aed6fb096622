package org.kanworkbench.cli.runs;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Archives the whole store to one file, and imports it. */
@Command(
        name = "archive",
        description = "Writes the whole experiment store to one file, which `import` reads on another machine.",
        sortOptions = false)
final class RunsArchiveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The .zip file to write.")
    private Path file;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        OutputFile.check(file, StoreArchive.EXTENSION);
        try (RunStore store = RunStore.open(DataFolder.current())) {
            StoreArchive.write(store, file);
        }
        new Rows<>(common).printWritten(file);
        return 0;
    }
}
