package org.kanworkbench.runs.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.runs.SaveException;
import org.kanworkbench.runs.tensorboard.Event;
import org.kanworkbench.runs.tensorboard.EventWriter;
import org.kanworkbench.runs.tensorboard.TensorBoardLog;

/**
 * Kept runs as TensorBoard shows them, a folder a run with the names that {@link TensorBoardLog} uses. Events are dated by
 * the run's start and its share of the time trained.
 */
public final class TensorBoardExport {

    private TensorBoardExport() {}

    /**
     * Writes a run's scores and configuration.
     *
     * @param parent what TensorBoard is started on; made if it is missing
     * @return the run's own folder in it, which must not be there yet
     */
    public static Path write(RunStore store, StoredRun run, Path parent) throws IOException {
        List<Metric> metrics = store.metrics(run.id());
        if (metrics.isEmpty()) {
            throw new StoreException("run " + run.id() + " has no curves to export: it has no evaluation yet");
        }
        Path folder = make(parent, "run-" + run.id() + "-" + run.preset() + "-" + run.seed());
        AtomicReference<Instant> now = new AtomicReference<>(run.started());
        try (EventWriter writer = EventWriter.create(folder, now::get)) {
            writer.write(0, List.of(new Event.Text(TensorBoardLog.CONFIGURATION, verbatim(run.configuration()))));
            double last = Math.max(1, metrics.getLast().step());
            for (Metric metric : metrics) {
                long millis = Math.round(1000 * run.seconds() * metric.step() / last);
                now.set(run.started().plus(Duration.ofMillis(millis)));
                writer.write(metric.step(), values(metric));
            }
        }
        return folder;
    }

    private static List<Event.Value> values(Metric m) {
        List<Event.Value> values = new ArrayList<>();
        values.add(scalar(TensorBoardLog.TRAIN_LOSS, m.trainLoss()));
        values.add(scalar(TensorBoardLog.TRAIN_ACCURACY, m.trainAccuracy()));
        values.add(scalar(TensorBoardLog.TEST_LOSS, m.testLoss()));
        values.add(scalar(TensorBoardLog.TEST_ACCURACY, m.testAccuracy()));
        m.validationLoss().ifPresent(v -> values.add(scalar(TensorBoardLog.VALIDATION_LOSS, v)));
        m.validationAccuracy().ifPresent(v -> values.add(scalar(TensorBoardLog.VALIDATION_ACCURACY, v)));
        values.add(scalar(TensorBoardLog.LEARNING_RATE, m.learningRate()));
        values.add(scalar(TensorBoardLog.MS_PER_STEP, m.msPerStep()));
        return values;
    }

    private static Event.Scalar scalar(String tag, double value) {
        return new Event.Scalar(tag, (float) value);
    }

    /** Markdown's way of leaving a text as it is. */
    private static String verbatim(String text) {
        return text.lines().map(line -> "    " + line).collect(Collectors.joining("\n"));
    }

    private static Path make(Path parent, String name) throws SaveException {
        try {
            Files.createDirectories(parent);
            return Files.createDirectory(parent.resolve(name));
        } catch (FileAlreadyExistsException e) {
            throw new SaveException(
                    e.getFile() + " is there already: delete it, or choose another folder than " + parent, e);
        } catch (IOException e) {
            throw new SaveException(
                    "cannot make a folder in " + parent + " (" + FileErrors.reason(e) + "): choose another folder", e);
        }
    }
}
