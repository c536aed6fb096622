package org.kanworkbench.cli.runs;

import java.util.concurrent.Callable;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.runs.RunQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs, newest first. */
@Command(name = "list", description = "Lists runs, newest first.", sortOptions = false)
final class RunsListCommand implements Callable<Integer> {
    @Option(
            names = "--search",
            paramLabel = "WORDS",
            description = "Words that must all occur in preset, title, data set, state, tags or notes.")
    private String words = "";

    @Option(names = "--limit", paramLabel = "N", description = "Most runs to list; ${DEFAULT-VALUE} by default.")
    private int limit = RunQuery.PAGE;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        Choices.within("--limit", limit, 1, Integer.MAX_VALUE);
        RunTable.print(common, RunQuery.NEWEST.withText(words).page(0, limit));
        return 0;
    }
}
