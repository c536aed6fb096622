package org.kanworkbench.cli.command;

import picocli.CommandLine.Option;

/** Whether work is kept. */
public final class StoreOption {

    @Option(names = "--no-store", description = "Does not keep the run in the experiment store.")
    private boolean unkept;

    public boolean unkept() {
        return unkept;
    }
}
