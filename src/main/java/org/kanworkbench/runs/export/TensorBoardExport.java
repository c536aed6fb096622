package org.kanworkbench.runs.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.FileName;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.tensorboard.Event;
import org.kanworkbench.files.tensorboard.EventWriter;
import org.kanworkbench.files.tensorboard.TensorBoardLog;
import org.kanworkbench.files.tensorboard.WeightHistograms;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.recipe.Recipe;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.UnexportableException;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;

/**
 * Exports stored runs and models for TensorBoard, to one folder each, with the names of {@link TensorBoardLog}: scores,
 * configuration, and histograms of weights. The wall time of a run's events is its start plus their training time.
 */
public final class TensorBoardExport {

    private static final int FORMAT = 1;

    private TensorBoardExport() {}

    /** The description of a model without a stored run. */
    private record Origin(String preset, String dataset, long seed, NetworkSpec network, Recipe recipe) {}

    /**
     * Writes a run's scores and configuration, and its model's weights.
     *
     * @param parent TensorBoard's log directory; created if missing
     * @return the run's folder in it, which must not exist yet
     */
    public static Path write(RunStore store, StoredRun run, Path parent) throws IOException {
        List<Metric> metrics = store.metrics(run.id());
        if (metrics.isEmpty()) {
            throw new UnexportableException("run " + run.id() + " has no curves to export, as it has no evaluation yet:"
                    + " name another run, or let it train on");
        }
        Path folder = make(
                parent,
                "run-" + run.id() + "-" + run.description().preset() + "-"
                        + run.description().seed());
        AtomicReference<Instant> now = new AtomicReference<>(run.description().started());
        return whole(folder, now::get, writer -> {
            writer.write(
                    0,
                    List.of(Event.Text.verbatim(
                            TensorBoardLog.CONFIGURATION, run.description().configuration())));
            long last = metrics.getLast().step();
            for (Metric metric : metrics) {
                long millis = Math.round(1000 * run.seconds() * metric.step() / Math.max(1, last));
                now.set(run.description().started().plus(Duration.ofMillis(millis)));
                writer.write(metric.step(), values(metric, run));
            }
            Optional<SavedModel> model = model(store, run);
            if (model.isPresent()) {
                writer.write(last, WeightHistograms.of(model.get().model()));
            }
        });
    }

    private interface Content {
        void writeTo(EventWriter writer) throws IOException;
    }

    /** What a full disk or a signal ends leaves nothing behind. */
    private static Path whole(Path folder, InstantSource clock, Content content) throws IOException {
        boolean done = false;
        try (EventWriter writer = EventWriter.create(folder, clock)) {
            content.writeTo(writer);
            done = true;
        } finally {
            if (!done) {
                new RunFiles(folder).delete();
            }
        }
        return folder;
    }

    /** The curves are exported even if the model is missing or unreadable. */
    private static Optional<SavedModel> model(RunStore store, StoredRun run) throws StoreException {
        Optional<Path> file = store.model(run);
        try {
            return file.isPresent() ? Optional.of(ModelFile.read(file.get())) : Optional.empty();
        } catch (ModelFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a model's weights and origin.
     *
     * @param parent as for a run
     * @param name of the model's folder in it, which must not exist yet
     * @param clock for the events' wall time
     */
    public static Path write(SavedModel saved, Path parent, String name, InstantSource clock) throws IOException {
        Path folder = make(parent, name);
        Origin origin = new Origin(
                saved.preset(), saved.dataset(), saved.seed(), saved.model().network(), saved.recipe());
        List<Event.Value> values = new ArrayList<>();
        values.add(Event.Text.verbatim(TensorBoardLog.CONFIGURATION, VersionedJson.text(origin, FORMAT)));
        saved.testScore().ifPresent(score -> values.add(scalar(TensorBoardLog.score(saved.measure(), "test"), score)));
        values.addAll(WeightHistograms.of(saved.model()));
        return whole(folder, clock, writer -> writer.write(0, values));
    }

    private static List<Event.Value> values(Metric m, StoredRun run) {
        Measure measure = run.measure();
        List<Event.Value> values = new ArrayList<>();
        values.add(scalar(TensorBoardLog.TRAIN_LOSS, m.trainLoss()));
        values.add(scalar(TensorBoardLog.score(measure, "train"), m.trainScore()));
        if (!run.untested()) {
            values.add(scalar(TensorBoardLog.TEST_LOSS, m.testLoss()));
            values.add(scalar(TensorBoardLog.score(measure, "test"), m.testScore()));
            m.testR2().ifPresent(v -> values.add(scalar(TensorBoardLog.TEST_R2, v)));
        }
        m.validationLoss().ifPresent(v -> values.add(scalar(TensorBoardLog.VALIDATION_LOSS, v)));
        m.validationScore().ifPresent(v -> values.add(scalar(TensorBoardLog.score(measure, "validation"), v)));
        values.add(scalar(TensorBoardLog.LEARNING_RATE, m.learningRate()));
        values.add(scalar(TensorBoardLog.MS_PER_STEP, m.msPerStep()));
        return values;
    }

    private static Event.Scalar scalar(String tag, double value) {
        return new Event.Scalar(tag, (float) value);
    }

    private static Path make(Path parent, String name) throws SaveException {
        try {
            Files.createDirectories(parent);
            return Files.createDirectory(parent.resolve(FileName.of(name)));
        } catch (FileAlreadyExistsException e) {
            throw new SaveException(
                    e.getFile() + " is there already: delete it, or choose another folder than " + parent, e);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot make a folder in " + parent + " (" + FileErrors.reason(e) + "): choose another folder", e);
        }
    }
}
