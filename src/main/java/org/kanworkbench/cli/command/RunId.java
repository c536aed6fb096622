package org.kanworkbench.cli.command;

import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import picocli.CommandLine.Parameters;

/** The run that a command applies to. */
public final class RunId {

    @Parameters(paramLabel = "ID", description = "Number of the run, as `runs list` shows it.")
    private long id;

    public StoredRun in(RunStore store) throws StoreException, CommandFailure {
        return in(store, id);
    }

    public static StoredRun in(RunStore store, long id) throws StoreException, CommandFailure {
        return store.run(id)
                .orElseThrow(
                        () -> CommandFailure.badInput("there is no run " + id + ": `runs list` lists what there is"));
    }
}
