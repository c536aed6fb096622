package org.kanworkbench.cli.runs;

import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.cli.train.ResumeCommand;
import org.kanworkbench.runs.RunQuery;
import picocli.CommandLine.Command;

/** The experiment store of this machine. */
@Command(
        name = "runs",
        description = "The runs in the experiment store; without a subcommand, lists them.",
        sortOptions = false,
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsExportCommand.class,
            RunsDeleteCommand.class,
            ResumeCommand.class,
            RunsCheckCommand.class,
            RunsArchiveCommand.class
        })
public final class RunsCommand extends WorkbenchCommand {

    @Override
    protected void run() throws Exception {
        RunTable.print(common, RunQuery.NEWEST);
    }
}
