package org.kanworkbench.cli.runs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kanworkbench.cli.command.Rows;
import org.kanworkbench.cli.command.Rows.Column;
import org.kanworkbench.cli.command.RunId;
import org.kanworkbench.cli.command.WorkbenchCommand;
import org.kanworkbench.data.OneLine;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A run's scores, evaluation by evaluation. */
@Command(name = "show", description = "Shows a run's metrics, events and configuration.", sortOptions = false)
final class RunsShowCommand extends WorkbenchCommand {
    @Mixin
    private RunId id;

    @Override
    protected void run() throws Exception {
        try (RunStore store = RunStore.open(DataFolder.current())) {
            StoredRun run = id.in(store);
            PrintWriter out = common.out();
            Rows<Metric> rows = rows(run.measure(), !run.untested());
            if (!common.json()) {
                printHead(run, out);
            }
            store.metrics(run.id()).forEach(rows::print);
            List<RunEvent> events = store.events(run.id());
            if (!common.json()) {
                RunKind kind = run.description().kind();
                String line = kind == RunKind.TRAINING ? "%s %.2f: %s%n" : "%s %.0f: %s%n";
                events.forEach(e -> out.printf(Locale.ROOT, line, kind.part(), e.epoch(), e.text()));
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("done", true);
            fields.put("id", run.id());
            fields.put("title", run.title());
            fields.put("state", run.state().name().toLowerCase(Locale.ROOT));
            fields.put("configuration", run.description().configuration());
            fields.put("message", run.message());
            fields.put("notes", run.notes());
            fields.put("tags", run.tags());
            fields.put("events", events.stream().map(RunsShowCommand::fields).toList());
            rows.printOther(fields, run.description().configuration());
        }
    }

    private static void printHead(StoredRun run, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "run %d, %s%s, %s on %s, seed %d%n",
                run.id(),
                run.title().isEmpty() ? "" : OneLine.of(run.title()) + ", ",
                run.state().name().toLowerCase(Locale.ROOT),
                OneLine.of(run.description().preset()),
                OneLine.of(run.description().dataset()),
                run.description().seed());
        List.of(run.message(), run.notes()).stream()
                .filter(t -> !t.isEmpty())
                .flatMap(String::lines)
                .forEach(line -> out.println("  " + OneLine.of(line)));
    }

    private static Map<String, Object> fields(RunEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("step", event.step());
        fields.put("epoch", event.epoch());
        fields.put("at", event.at().toString());
        fields.put("kind", event.kind().name().toLowerCase(Locale.ROOT));
        event.value().ifPresent(value -> fields.put("value", value));
        return fields;
    }

    /** @param tested whether there was a test set: else what is in the place of its scores are validation scores */
    private Rows<Metric> rows(Measure measure, boolean tested) {
        List<Column<Metric>> columns = new ArrayList<>(
                List.of(Column.number("step", 0, Metric::step), Column.number("epoch", 3, Metric::epoch)));
        columns.add(Column.measured("train_loss", measure, Metric::trainLoss));
        columns.add(Column.score("train", measure, Metric::trainScore));
        columns.add(Column.measured("test_loss", measure, m -> tested ? m.testLoss() : null));
        columns.add(Column.score("test", measure, m -> tested ? m.testScore() : null));
        if (measure == Measure.RMSE) {
            columns.add(Column.number("test_r2", 6, m -> tested ? m.testR2() : null));
        }
        columns.add(Column.score("validation", measure, Metric::validationScore));
        columns.add(Column.significant("lr", Metric::learningRate));
        columns.add(Column.number("ms_per_step", 3, Metric::msPerStep));
        return new Rows<>(common, columns);
    }
}
