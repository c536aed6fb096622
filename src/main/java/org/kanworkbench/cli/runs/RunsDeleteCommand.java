package org.kanworkbench.cli.runs;

import java.util.List;
import java.util.Map;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.RunId;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.Counted;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.store.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes runs permanently. */
@Command(name = "delete", description = "Deletes runs and their models for good.", sortOptions = false)
final class RunsDeleteCommand extends WorkbenchCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Numbers of the runs, as `runs list` shows them.")
    private List<Long> ids;

    @Override
    protected void run() throws Exception {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            List<Long> each = ids.stream().distinct().toList();
            for (long id : each) {
                RunId.in(store, id);
            }
            store.delete(each);
            new Rows<>(common).printOther(Map.of("deleted", each), "deleted " + Counted.of(each.size(), "run"));
        }
    }
}
