package org.kanworkbench.runs.export;

import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnexportableException;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;

/** Exports runs to files for other programs. */
public record RunExport(RunStore store) {

    /** The supported file extensions. */
    public static final List<String> ENDINGS = List.of(".csv", ".json", ".kan");

    private static final String NO_MODEL = "name a training that has finished";

    private static final int FORMAT = 1;

    /**
     * The columns of a CSV file. Without a test set there are no test scores: those that were stored in their place are
     * validation scores.
     */
    private static List<Column<Metric>> columns(StoredRun run) {
        Measure measure = run.measure();
        boolean tested = !run.untested();
        String score = measure.name().toLowerCase(Locale.ROOT);
        List<Column<Metric>> columns = new ArrayList<>(List.of(
                new Column<>("step", Metric::step),
                new Column<>("epoch", Metric::epoch),
                new Column<>("epoch_end", Metric::epochEnd),
                new Column<>("train_loss", Metric::trainLoss),
                new Column<>("train_" + score, Metric::trainScore),
                new Column<>("test_loss", metric -> tested ? (Double) metric.testLoss() : null),
                new Column<>("test_" + score, metric -> tested ? (Double) metric.testScore() : null),
                new Column<>("validation_loss", metric -> boxed(metric.validationLoss())),
                new Column<>("validation_" + score, metric -> boxed(metric.validationScore())),
                new Column<>("learning_rate", Metric::learningRate),
                new Column<>("ms_per_step", Metric::msPerStep),
                new Column<>("seconds", Metric::seconds)));
        if (measure == Measure.RMSE) {
            columns.add(new Column<>("test_r2", metric -> tested ? boxed(metric.testR2()) : null));
        }
        return columns;
    }

    private record Content(Map<String, Object> run, List<Map<String, Object>> metrics, List<EventText> events) {}

    private record EventText(long step, double epoch, String at, RunEvent.Kind kind, Double value) {}

    /** Writes by file extension: scores as CSV, scores and configuration as JSON, or the model. */
    public void write(StoredRun run, Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".csv")) {
            List<Metric> metrics = store.metrics(run.id());
            if (metrics.isEmpty()) {
                throw new UnexportableException("run " + run.id() + " has no metrics: "
                        + (run.description().kind() == RunKind.TRAINING
                                ? "it has no evaluation yet; export it as .json, or let it train on"
                                : "name a training, or an ending .json"));
            }
            byte[] text = CsvText.of(columns(run), metrics).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, out -> out.write(text));
        } else if (name.endsWith(".json")) {
            json(run, file);
        } else {
            model(run, file);
        }
    }

    private static Map<String, Object> text(StoredRun run) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("id", run.id());
        text.put("name", run.description().name());
        text.put("title", run.title());
        text.put("state", run.state().name());
        text.put("preset", run.description().preset());
        text.put("dataset", run.description().dataset());
        text.put("seed", run.description().seed());
        text.put("parameters", run.description().parameters());
        text.put("seconds", run.seconds());
        text.put("started", run.description().started().toString());
        text.put("notes", run.notes());
        text.put("tags", run.tags());
        // It is JSON already.
        text.put("configuration", new RawValue(run.description().configuration()));
        return text;
    }

    /** Scores of classes or of numbers, those that there are. */
    private static Map<String, Object> text(Metric m, StoredRun run) {
        String score = run.measure() == Measure.ACCURACY ? "Accuracy" : "Rmse";
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("step", m.step());
        text.put("epoch", m.epoch());
        text.put("epochEnd", m.epochEnd());
        text.put("trainLoss", m.trainLoss());
        text.put("train" + score, m.trainScore());
        if (!run.untested()) {
            text.put("testLoss", m.testLoss());
            text.put("test" + score, m.testScore());
            m.testR2().ifPresent(r2 -> text.put("testR2", r2));
        }
        m.validationLoss().ifPresent(loss -> text.put("validationLoss", loss));
        m.validationScore().ifPresent(value -> text.put("validation" + score, value));
        text.put("learningRate", m.learningRate());
        text.put("msPerStep", m.msPerStep());
        text.put("seconds", m.seconds());
        // JSON has no number for what is not finite.
        text.replaceAll((_, value) -> value instanceof Double d && !Double.isFinite(d) ? null : value);
        return text;
    }

    private static Double boxed(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    private void json(StoredRun run, Path file) throws IOException {
        Content content = new Content(
                text(run),
                store.metrics(run.id()).stream().map(m -> text(m, run)).toList(),
                store.events(run.id()).stream()
                        .map(e -> new EventText(e.step(), e.epoch(), e.at().toString(), e.kind(), boxed(e.value())))
                        .toList());
        AtomicFile.write(file, out -> out.write(VersionedJson.write(content, FORMAT)));
    }

    private void model(StoredRun run, Path file) throws IOException {
        Optional<Path> model = store.model(run);
        if (model.isEmpty()) {
            boolean training = run.description().kind() == RunKind.TRAINING;
            throw new UnexportableException("run " + run.id() + " has no model: "
                    + switch (run.state()) {
                        case FINISHED -> training ? "its file is missing, as `runs check` tells" : NO_MODEL;
                        case RUNNING -> "it still runs; wait until it has ended";
                        case FAILED -> NO_MODEL;
                        case STOPPED, INTERRUPTED ->
                            training ? "it did not end; `runs resume " + run.id() + "` resumes it" : NO_MODEL;
                    });
        }
        AtomicFile.write(file, out -> Files.copy(model.get(), out));
    }
}
