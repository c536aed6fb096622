package org.kanworkbench.cli.runs;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.kanworkbench.cli.command.CommonOptions;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;

/** A table of stored runs, one per line. */
final class RunTable {

    private RunTable() {}

    /** Empty for a run of another measure. */
    private static OptionalDouble score(StoredRun run, Measure measure, OptionalDouble score) {
        return run.measure() == measure ? score : OptionalDouble.empty();
    }

    /** Of a training: other kinds count fits, stages or trials. */
    private static OptionalDouble epochs(StoredRun run) {
        return run.description().kind() == RunKind.TRAINING ? OptionalDouble.of(run.epochs()) : OptionalDouble.empty();
    }

    /** Which set the scores are of. */
    private static String scoredOn(StoredRun run) {
        return run.lastScore().isEmpty() ? null : run.untested() ? "validation" : "test";
    }

    static void print(CommonOptions common, RunQuery query) throws StoreException {
        Rows<StoredRun> rows = new Rows<>(
                common,
                Column.number("id", 0, StoredRun::id),
                Column.text("state", 11, run -> run.state().name().toLowerCase(Locale.ROOT)),
                Column.text("preset", 14, run -> run.description().preset()),
                Column.text("dataset", 12, run -> run.description().dataset()),
                Column.number("seed", 0, run -> run.description().seed()),
                Column.number("parameters", 0, run -> run.description().parameters()),
                Column.number("epochs", 1, RunTable::epochs),
                Column.number("best_acc", 5, run -> score(run, Measure.ACCURACY, run.bestScore())),
                Column.number("last_acc", 5, run -> score(run, Measure.ACCURACY, run.lastScore())),
                Column.significant("best_rmse", run -> score(run, Measure.RMSE, run.bestScore())),
                Column.significant("last_rmse", run -> score(run, Measure.RMSE, run.lastScore())),
                Column.text("scored_on", 10, RunTable::scoredOn),
                Column.number("seconds", 1, StoredRun::seconds),
                Column.text("started", 24, run -> run.description().started().toString()),
                Column.text("title", 16, StoredRun::title),
                Column.text("tags", 0, run -> common.json() ? run.tags() : String.join(",", run.tags())),
                Column.hidden("kind", run -> run.description().kind().name().toLowerCase(Locale.ROOT)),
                Column.hidden("configuration_key", run -> run.description().configurationKey()));
        try (RunStore store = RunStore.open(DataFolder.current())) {
            List<StoredRun> runs = store.list(query);
            if (runs.isEmpty() && !common.json()) {
                common.out().println("no runs");
            }
            runs.forEach(rows::print);
        }
    }
}
