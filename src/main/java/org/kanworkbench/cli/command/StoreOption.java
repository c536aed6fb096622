package org.kanworkbench.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether work is recorded. */
public final class StoreOption {

    @Option(names = "--no-store", description = "Does not keep the run in the experiment store.")
    private boolean unkept;

    public boolean kept() {
        return !unkept;
    }

    /** Recordings in the default store, or none if disabled. */
    public CommandRecords open(CommonOptions common) {
        return unkept ? new CommandRecords(Optional.empty(), common.err()) : CommandRecords.open(common.err());
    }
}
