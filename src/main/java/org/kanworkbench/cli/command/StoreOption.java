package org.kanworkbench.cli.command;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether work is kept. */
public final class StoreOption {

    @Option(names = "--no-store", description = "Does not keep the run in the experiment store.")
    private boolean unkept;

    /** What is recorded in the usual store, nothing if that is not wanted. */
    public CommandRecords open(PrintWriter err) {
        return unkept ? new CommandRecords(Optional.empty(), err) : CommandRecords.open(err);
    }
}
