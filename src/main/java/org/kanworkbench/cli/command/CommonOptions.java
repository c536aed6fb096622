package org.kanworkbench.cli.command;

import picocli.CommandLine.Option;

/** What every command takes. */
public final class CommonOptions {

    private static final int MOST_THREADS = 256;

    @Option(names = "--json", description = "One JSON object a line on standard output, nothing else there.")
    private boolean json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Cores to use; all of them, or the configuration's, by default.")
    private Integer threads;

    @Option(names = "--help", usageHelp = true, description = "Shows this.")
    private boolean help;

    public boolean json() {
        return json;
    }

    public int threads() throws CommandFailure {
        return threads(Runtime.getRuntime().availableProcessors());
    }

    public int threads(int unlessGiven) throws CommandFailure {
        int count = threads == null ? unlessGiven : threads;
        if (count < 1 || count > MOST_THREADS) {
            throw CommandFailure.badInput("--threads is " + count + ": choose 1 to " + MOST_THREADS);
        }
        return count;
    }
}
