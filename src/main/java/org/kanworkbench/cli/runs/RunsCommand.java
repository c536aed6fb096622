package org.kanworkbench.cli.runs;

import java.util.concurrent.Callable;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.train.ResumeCommand;
import org.kanworkbench.runs.RunQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The run store of this machine. */
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
public final class RunsCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        RunTable.print(common, RunQuery.NEWEST);
        return 0;
    }
}
