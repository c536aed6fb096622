package org.kanworkbench.cli.runs;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** Kept runs, one a line. */
final class RunTable {

    private RunTable() {}

    static void print(PrintWriter out, boolean json, RunQuery query) throws StoreException {
        Rows rows = new Rows(
                out,
                json,
                Column.number("id", 0),
                Column.text("state", 11),
                Column.text("preset", 14),
                Column.text("dataset", 12),
                Column.number("seed", 0),
                Column.number("parameters", 0),
                Column.number("epochs", 1),
                Column.number("best_acc", 5),
                Column.number("last_acc", 5),
                Column.number("seconds", 1),
                Column.text("started", 24),
                Column.text("title", 16),
                Column.text("tags", 0),
                Column.hidden("kind"),
                Column.hidden("configuration_key"));
        try (RunStore store = RunStore.open(DataFolder.current())) {
            List<StoredRun> runs = store.list(query);
            if (runs.isEmpty() && !json) {
                out.println("no runs");
            }
            for (StoredRun run : runs) {
                rows.print(
                        run.id(),
                        run.state().name().toLowerCase(Locale.ROOT),
                        run.description().preset(),
                        run.description().dataset(),
                        run.description().seed(),
                        run.description().parameters(),
                        run.epochs(),
                        boxed(run.bestAccuracy()),
                        boxed(run.lastAccuracy()),
                        run.seconds(),
                        run.description().started().toString(),
                        run.title(),
                        json ? run.tags() : String.join(",", run.tags()),
                        run.description().kind().name().toLowerCase(Locale.ROOT),
                        run.description().configurationKey());
            }
        }
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
