package org.kanworkbench.cli;

import picocli.CommandLine.Option;

/** Whether work is kept. */
final class StoreOption {

    @Option(names = "--no-store", description = "Does not keep the run in the experiment store.")
    private boolean unkept;

    boolean unkept() {
        return unkept;
    }
}
