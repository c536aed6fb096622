package org.kanworkbench.files.tensorboard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.FileName;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.model.ConfigurationFile;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.TrainingEvent;

/**
 * Writes a run's curves for TensorBoard: one folder per run, with the configuration as text. Called on the run's
 * thread; a write error ends the log, not the run.
 */
public final class TensorBoardLog implements Consumer<TrainingEvent>, Closeable {

    public static final String TRAIN_LOSS = "loss/train";
    public static final String TEST_LOSS = "loss/test";
    public static final String VALIDATION_LOSS = "loss/validation";
    public static final String TEST_R2 = "r2/test";
    public static final String LEARNING_RATE = "learning_rate";
    public static final String MS_PER_STEP = "ms_per_step";

    /** Prefix of tensor names. */
    public static final String WEIGHTS = "weights/";

    /** TensorBoard identifies texts by their plugin; its own summary functions add this suffix. */
    public static final String CONFIGURATION = "configuration/text_summary";

    /** Minimum spacing of two points as a share of the training time: TensorBoard itself draws about as many. */
    private static final double SPACING = 1e-3;

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss", Locale.ROOT);

    private final Path folder;
    private final boolean tested;
    private final Measure measure;
    private final EventWriter writer;
    private final ProgressMean progress = new ProgressMean();
    private double writtenSeconds;
    private SaveException failure;

    private TensorBoardLog(Path folder, boolean tested, Measure measure, EventWriter writer) {
        this.folder = folder;
        this.tested = tested;
        this.measure = measure;
        this.writer = writer;
    }

    /**
     * Creates the run's folder, named by preset, seed and date, and its event file.
     *
     * @param parent TensorBoard's log directory; created if missing
     * @param tested whether the run's scores are of the test set, rather than of validation samples
     * @param clock for the events' wall time
     */
    public static TensorBoardLog create(Path parent, Configuration configuration, boolean tested, Clock clock)
            throws SaveException {
        String name = configuration.preset() + "-" + configuration.seed() + "-"
                + DATE.format(LocalDateTime.ofInstant(clock.instant(), clock.getZone()));
        Path folder = newFolder(parent, name);
        EventWriter writer = EventWriter.create(folder, clock);
        try {
            writer.write(0, List.of(Event.Text.verbatim(CONFIGURATION, ConfigurationFile.text(configuration))));
        } catch (SaveException e) {
            writer.close();
            throw e;
        }
        return new TensorBoardLog(
                folder, tested, Measure.of(configuration.recipe().loss()), writer);
    }

    /** The tag of scores, for instance {@code accuracy/test}. */
    public static String score(Measure measure, String of) {
        return measure.name().toLowerCase(Locale.ROOT) + "/" + of;
    }

    private static Path newFolder(Path parent, String name) throws SaveException {
        try {
            Files.createDirectories(parent);
            Path first = parent.resolve(FileName.of(name));
            for (int number = 1; ; number++) {
                try {
                    return Files.createDirectory(
                            number == 1 ? first : first.resolveSibling(first.getFileName() + "-" + number));
                } catch (FileAlreadyExistsException _) {
                    // Another run started within the same second.
                }
            }
        } catch (IOException e) {
            throw new SaveException(
                    "cannot make a folder in " + parent + " (" + FileErrors.reason(e) + "): choose another folder", e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** The error that ended the log early. */
    public Optional<SaveException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void accept(TrainingEvent event) {
        if (failure != null) {
            return;
        }
        try {
            switch (event) {
                case TrainingEvent.Progress p -> trained(p);
                case TrainingEvent.Evaluated e -> scored(e);
                case TrainingEvent.Finished _, TrainingEvent.Failed _ -> writeProgress();
                case TrainingEvent.Started _, TrainingEvent.Paused _, TrainingEvent.Resumed _ -> {}
                case TrainingEvent.LearningRateChanged _, TrainingEvent.Snapshot _, TrainingEvent.Checkpointed _ -> {}
            }
        } catch (SaveException e) {
            failure = e;
        }
    }

    private void trained(TrainingEvent.Progress p) throws SaveException {
        progress.add(p);
        double seconds = p.elapsed().toNanos() / 1e9;
        if (seconds - writtenSeconds >= SPACING * seconds) {
            writtenSeconds = seconds;
            writeProgress();
        }
    }

    private void writeProgress() throws SaveException {
        if (progress.isEmpty()) {
            return;
        }
        writer.write(
                progress.step(),
                List.of(
                        scalar(TRAIN_LOSS, progress.loss()),
                        scalar(score(measure, "train"), progress.score()),
                        scalar(LEARNING_RATE, progress.learningRate()),
                        scalar(MS_PER_STEP, progress.msPerStep())));
        progress.clear();
    }

    private void scored(TrainingEvent.Evaluated e) throws SaveException {
        List<Event.Value> values = new ArrayList<>();
        if (tested) {
            add(e.test(), TEST_LOSS, "test", values);
            if (e.test() instanceof Evaluation.Regression numbers) {
                values.add(scalar(TEST_R2, numbers.r2()));
            }
        }
        Optional<Evaluation> validation = tested ? e.validation() : Optional.of(e.test());
        validation.ifPresent(v -> add(v, VALIDATION_LOSS, "validation", values));
        writer.write(e.step(), values);
    }

    private void add(Evaluation evaluation, String loss, String of, List<Event.Value> values) {
        values.add(scalar(loss, evaluation.loss()));
        values.add(scalar(score(measure, of), evaluation.score()));
    }

    private static Event.Scalar scalar(String tag, double value) {
        return new Event.Scalar(tag, (float) value);
    }

    @Override
    public void close() throws SaveException {
        writer.close();
    }
}
