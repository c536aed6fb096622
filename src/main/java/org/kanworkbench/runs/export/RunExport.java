package org.kanworkbench.runs.export;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.json.JsonText;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;

/** Exports runs to files for other programs. */
public final class RunExport {

    /** The supported file extensions. */
    public static final List<String> ENDINGS = List.of(".csv", ".json", ".kan");

    private static final int FORMAT = 1;
    /** The columns of a CSV file. */
    private record Column(String name, Function<Metric, Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("step", Metric::step),
            new Column("epoch", Metric::epoch),
            new Column("epoch_end", Metric::epochEnd),
            new Column("train_loss", Metric::trainLoss),
            new Column("train_accuracy", Metric::trainAccuracy),
            new Column("test_loss", Metric::testLoss),
            new Column("test_accuracy", Metric::testAccuracy),
            new Column("validation_loss", metric -> text(metric.validationLoss())),
            new Column("validation_accuracy", metric -> text(metric.validationAccuracy())),
            new Column("learning_rate", Metric::learningRate),
            new Column("ms_per_step", Metric::msPerStep),
            new Column("seconds", Metric::seconds));

    private record Content(StoredRunText run, List<MetricText> metrics, List<EventText> events) {}

    private record StoredRunText(
            long id,
            String name,
            String title,
            String state,
            String preset,
            String dataset,
            long seed,
            long parameters,
            double seconds,
            String started,
            String notes,
            List<String> tags,
            String configuration) {}

    private record MetricText(long step, double epoch, double trainLoss, double testLoss, double testAccuracy) {}

    private record EventText(long step, double epoch, String at, RunEvent.Kind kind, Double value) {}

    private final RunStore store;

    public RunExport(RunStore store) {
        this.store = store;
    }

    /** Writes by file extension: scores as CSV, scores and configuration as JSON, or the model. */
    public void write(StoredRun run, Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".csv")) {
            csv(store.metrics(run.id()), file);
        } else if (name.endsWith(".json")) {
            json(run, file);
        } else {
            model(run, file);
        }
    }

    private static void csv(List<Metric> metrics, Path file) throws IOException {
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CSVPrinter printer = new CSVPrinter(writer, CSVFormat.DEFAULT);
            printer.printRecord(COLUMNS.stream().map(Column::name));
            for (Metric metric : metrics) {
                printer.printRecord(
                        COLUMNS.stream().map(column -> column.value().apply(metric)));
            }
            printer.flush();
        });
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? String.valueOf(value.getAsDouble()) : "";
    }

    private void json(StoredRun run, Path file) throws IOException {
        Content content = new Content(
                new StoredRunText(
                        run.id(),
                        run.description().name(),
                        run.title(),
                        run.state().name(),
                        run.description().preset(),
                        run.description().dataset(),
                        run.description().seed(),
                        run.description().parameters(),
                        run.seconds(),
                        run.description().started().toString(),
                        run.notes(),
                        run.tags(),
                        run.description().configuration()),
                store.metrics(run.id()).stream()
                        .map(m -> new MetricText(m.step(), m.epoch(), m.trainLoss(), m.testLoss(), m.testAccuracy()))
                        .toList(),
                store.events(run.id()).stream()
                        .map(e -> new EventText(
                                e.step(),
                                e.epoch(),
                                e.at().toString(),
                                e.kind(),
                                e.value().isPresent() ? (Double) e.value().getAsDouble() : null))
                        .toList());
        AtomicFile.write(file, out -> out.write(JsonText.write(content, FORMAT).getBytes(StandardCharsets.UTF_8)));
    }

    private void model(StoredRun run, Path file) throws IOException {
        Path model = store.files(run.description().name()).file(RunFiles.MODEL);
        if (!Files.exists(model)) {
            throw new StoreException("run " + run.id() + " has no model: it did not end; `runs resume " + run.id()
                    + "` goes on with it");
        }
        AtomicFile.write(file, out -> {
            try {
                Files.copy(model, out);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }
}
