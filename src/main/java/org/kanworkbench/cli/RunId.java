package org.kanworkbench.cli;

import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.runs.store.StoreException;
import org.kanworkbench.runs.store.StoredRun;
import picocli.CommandLine.Parameters;

/** The run that a command is about. */
final class RunId {

    @Parameters(paramLabel = "ID", description = "Number of the run, as `runs list` shows it.")
    private long id;

    StoredRun in(RunStore store) throws StoreException, CommandFailure {
        return in(store, id);
    }

    static StoredRun in(RunStore store, long id) throws StoreException, CommandFailure {
        return store.run(id)
                .orElseThrow(
                        () -> CommandFailure.badInput("there is no run " + id + ": `runs list` lists what there is"));
    }
}
