package org.kanworkbench.cli.runs;

import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.runs.RunQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists runs, newest first. */
@Command(name = "list", description = "Lists runs, newest first.", sortOptions = false)
final class RunsListCommand extends WorkbenchCommand {
    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description =
                    "Words that must all occur in preset, title, data set, kind, state, tags, notes or number; #N is "
                            + "run N alone, and a word after a minus must not occur.")
    private String words = "";

    @Option(names = "--limit", paramLabel = "N", description = "Most runs to list; ${DEFAULT-VALUE} by default.")
    private int limit = RunQuery.PAGE;

    @Override
    protected void run() throws Exception {
        Choices.within("--limit", limit, 1, Integer.MAX_VALUE);
        RunTable.print(common, RunQuery.NEWEST.withText(words).page(0, limit));
    }
}
