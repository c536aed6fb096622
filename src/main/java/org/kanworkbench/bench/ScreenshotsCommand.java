package org.kanworkbench.bench;

import java.nio.file.Path;
import org.kanworkbench.bench.window.Screenshots;
import org.kanworkbench.cli.command.OutputFile;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.WorkbenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes screenshots of every pane. */
@Command(
        name = "screenshots",
        description = "Drives the real window through every pane and writes a PNG of each; needs no display.")
public final class ScreenshotsCommand extends WorkbenchCommand {

    private static final int PANE_WIDTH = 16;

    @Parameters(paramLabel = "DIR", description = "Folder for the pictures; created if missing.")
    private Path folder;

    @Override
    protected void run() throws Exception {
        OutputFile.checkFolder(folder);
        Rows<Screenshots.Picture> rows = new Rows<>(
                common,
                Column.text("pane", PANE_WIDTH, Screenshots.Picture::pane),
                Column.text("file", 1, picture -> picture.file().toString()));
        Screenshots.take(folder, rows::print);
    }
}
