package org.kanworkbench.app.train.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.kanworkbench.app.chart.Mark;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.PlotSeries.Line;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.train.Wording;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.explain.SnapshotSeries;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.Model;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.ProgressFile;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.EventLog;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.TrainingEvent.Evaluated;
import org.kanworkbench.training.TrainingEvent.Progress;

/** The events of one run so far, as drawn by the pane. Use on the interface thread only. */
public final class RunTrace {

    /** In the store; of runs that are not kept, in the order of starting. */
    public final long number;

    public final Configuration configuration;
    public final Dataset dataset;
    /** The same as it is chosen for other runs: not in the scaling of this one's weights. */
    public final Dataset chosen;

    public final OpenModel model;
    private final BooleanSupplier kept;
    public final PlotSeries trainLoss;
    private final PlotSeries testLoss;
    private final PlotSeries trainScore;
    private final PlotSeries testScore;
    private final PlotSeries validationLoss;
    private final PlotSeries validationScore;
    private final PlotSeries trainR2;
    private final PlotSeries testR2;
    public final PlotSeries throughput;
    public final PlotSeries learningRates;
    /** Whether the charts draw it. */
    public final BooleanProperty shown = new SimpleBooleanProperty(true);

    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Evaluation> evaluation = new ReadOnlyObjectWrapper<>();
    /** The weights that it is of; null before. */
    private Model evaluated;
    /** When it was evaluated [epochs]. */
    private double evaluatedAt;

    private final ReadOnlyObjectWrapper<GridCoverage> grids = new ReadOnlyObjectWrapper<>();

    private final ReadOnlyStringWrapper result = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<RunState> state = new ReadOnlyObjectWrapper<>(RunState.RUNNING);

    private SnapshotSeries snapshots = new SnapshotSeries();

    private EventLog events = new EventLog();
    private final List<Mark> marks = new ArrayList<>();
    /** Null before the first epoch's end. */
    private Mark best;

    private double bestScore = Double.NaN;
    /** Whether it has left a place to go on from; what ended for good, or as a pruned trial, has not. */
    private boolean resumable;

    private boolean checkpointed;
    /** Whether it leaves the test samples alone. */
    private boolean untested;

    /** With the test examples that its scores are of. */
    private Dataset scoredOn;
    /** What the newest scores are of. */
    private String scored = "Test";

    /** Its place in the order of opening. */
    long opened;

    private long stepsPerEpoch = 1;
    private long drawnSteps;
    /** The newest weights, which {@link #publish()} hands to all panes; null before the first. */
    private Model newest;
    /** Null before any was saved. */
    private Model inFile;

    /** @param kept whether its events are stored, or about to be */
    RunTrace(
            long number,
            Configuration configuration,
            Dataset dataset,
            Dataset chosen,
            OpenModel model,
            BooleanSupplier kept) {
        this.kept = kept;
        this.number = number;
        this.configuration = configuration;
        this.dataset = dataset;
        this.chosen = chosen;
        this.scoredOn = dataset;
        this.model = model;
        model.describe(weights -> SavedModel.trained(weights, configuration, dataset, OptionalDouble.empty()));
        int colour = model.series();
        trainLoss = new PlotSeries("train " + number, colour, Line.DENSE);
        testLoss = new PlotSeries("test " + number, colour, Line.DASHED);
        trainScore = new PlotSeries("train " + number, colour, Line.DENSE);
        testScore = new PlotSeries("test " + number, colour, Line.DASHED);
        validationLoss = new PlotSeries("valid. " + number, colour, Line.DOTTED);
        validationScore = new PlotSeries("valid. " + number, colour, Line.DOTTED);
        trainR2 = new PlotSeries("train " + number, colour, Line.DENSE);
        testR2 = new PlotSeries("test " + number, colour, Line.DASHED);
        throughput = new PlotSeries("samples/s", colour, Line.DENSE);
        learningRates = new PlotSeries("learning rate", colour, Line.DENSE);
    }

    public void fold(TrainingEvent event) {
        if (snapshots.fold(event)) {
            model.remember(snapshots.snapshots());
        }
        events.fold(event).ifPresent(this::mark);
        switch (event) {
            case Progress p -> {
                progress.set(p);
                if (ProgressFile.isNoise(p.step(), drawnSteps, trainLoss.size())) {
                    return;
                }
                drawnSteps = p.step();
                trainLoss.add(p.epoch(), p.loss());
                trainScore.add(p.epoch(), p.score());
                trainR2.add(p.epoch(), 1 - p.loss());
                throughput.add(p.epoch(), p.samplesPerSecond());
                learningRates.add(p.epoch(), p.learningRate());
            }
            case Evaluated e -> {
                score(e.epoch(), e.test(), e.model());
                grids.set(e.grids());
                e.validation().ifPresent(rows -> {
                    validationLoss.add(e.epoch(), rows.loss());
                    validationScore.add(e.epoch(), rows.score());
                });
                if (e.epochEnd()) {
                    rank(e.epoch(), e.validation().orElse(e.test()).score());
                }
                newest = e.model();
            }
            case TrainingEvent.Finished f -> {
                f.test().ifPresent(test -> {
                    score(epoch(), test, f.model());
                    if (!validated()) {
                        rank(epoch(), test.score());
                    }
                });
                newest = f.model();
                resumable = f.stopped();
                state.set(f.stopped() ? RunState.STOPPED : RunState.FINISHED);
                result.set(
                        evaluation.get() == null
                                ? "Stopped before the first evaluation"
                                : Wording.result(evaluation.get(), evaluatedAt, f)
                                        .replaceFirst("^Test", scored));
            }
            case TrainingEvent.Failed f -> {
                newest = f.lastGood().orElse(newest);
                // What was lost or too little may be there another time.
                resumable = checkpointed && !f.diverged();
                fail(f.message());
            }
            case TrainingEvent.Started s -> {
                stepsPerEpoch = s.stepsPerEpoch();
                resumable = false;
                state.set(RunState.RUNNING);
            }
            case TrainingEvent.Paused _,
                    TrainingEvent.Resumed _,
                    TrainingEvent.LearningRateChanged _,
                    TrainingEvent.Snapshot _ -> {}
            case TrainingEvent.Checkpointed c -> checkpointed |= CheckpointFile.fits(c.checkpoint());
        }
    }

    private void fail(String message) {
        state.set(RunState.FAILED);
        result.set("Failed: " + message);
    }

    private void score(double epoch, Evaluation test, Model weights) {
        evaluation.set(test);
        evaluated = weights;
        evaluatedAt = epoch;
        scored = untested ? "Validation" : "Test";
        if (untested) {
            return;
        }
        if (testLoss.size() == 0 || epoch > testLoss.x(testLoss.size() - 1)) {
            testLoss.add(epoch, test.loss());
            testScore.add(epoch, test.score());
            if (test instanceof Evaluation.Regression numbers) {
                testR2.add(epoch, numbers.r2());
            }
        }
    }

    /** In the words in which a stored run tells it. */
    private void mark(RunEvent event) {
        marks.add(new Mark(event.epoch(), event.text(), model.series()));
    }

    /** The best epoch so far, the one that was stopped within included, by what decides: validation samples where there are any. */
    private void rank(double epoch, double score) {
        if (best == null || measure().better(score, bestScore)) {
            bestScore = score;
            best = new Mark(
                    epoch,
                    String.format(
                                    Locale.ROOT,
                                    epoch == Math.rint(epoch) ? "best epoch %.0f: " : "best epoch %.1f: ",
                                    epoch)
                            + (measure() == Measure.RMSE ? "RMSE " : "")
                            + ScoreText.of(measure(), score),
                    model.series());
        }
    }

    /** What the newest scores are of, capitalised. */
    public String scored() {
        return scored;
    }

    /** The data set with the test examples that the newest scores are of. */
    Dataset scoredOn() {
        return scoredOn;
    }

    /** What its scores are. */
    public Measure measure() {
        return Measure.of(configuration.recipe().loss());
    }

    /** What happened in it, for the charts. */
    public List<Mark> marks() {
        return Stream.concat(marks.stream(), Stream.ofNullable(best)).toList();
    }

    /** Takes in what a run was, before any event. */
    public void recall(StoredTraining training) {
        untested = training.untested();
        scoredOn = training.scored();
        Stream.concat(
                        training.progress().stream(),
                        ProgressFile.unkept(training.progress(), training.metrics()).stream()
                                .map(m -> progress(m, training.run())))
                .sorted(Comparator.comparingLong(Progress::step))
                .forEach(this::fold);
        for (Metric m : training.metrics()) {
            if (!untested) {
                m.testR2().ifPresent(r2 -> testR2.add(m.epoch(), r2));
                testLoss.add(m.epoch(), m.testLoss());
                testScore.add(m.epoch(), m.testScore());
            }
            validationLoss.add(m.epoch(), m.validationLoss().orElse(Double.NaN));
            validationScore.add(m.epoch(), m.validationScore().orElse(Double.NaN));
            // What is resumed is ranked by the ends of its epochs, as its store does.
            boolean left = training.model().isPresent()
                    && m == training.metrics().getLast()
                    && training.run().state().resumable();
            if (m.epochEnd() || left && !validated()) {
                rank(m.epoch(), m.validationScore().orElse(m.testScore()));
            }
        }
        training.events().forEach(this::mark);
        events = new EventLog(training.checkpoint());
        training.snapshots().forEach(snapshots::recall);
        model.remember(snapshots.snapshots());
        training.evaluation().ifPresent(test -> {
            evaluation.set(test);
            evaluated = training.model().orElse(null);
            result.set(Wording.score(test)
                    + (training.run().state().resumable()
                            ? Wording.stopped(training.run(), training.modelEpoch())
                            : ""));
        });
        resumable = training.run().resumable();
        checkpointed = training.checkpoint().isPresent();
        state.set(training.run().state());
        if (training.run().state() == RunState.FAILED) {
            fail(training.run().message());
        }
        training.model().ifPresent(weights -> {
            newest = weights;
            inFile = weights;
        });
        publish();
    }

    private Progress progress(Metric m, StoredRun run) {
        double perSecond = 1e3 * configuration.recipe().batch() / m.msPerStep();
        Duration elapsed = Duration.ofMillis(Math.round(1e3 * run.seconds()));
        return new Progress(
                m.step(),
                m.epoch(),
                m.trainLoss(),
                m.trainScore(),
                m.learningRate(),
                m.msPerStep(),
                perSecond,
                elapsed,
                Duration.ZERO);
    }

    /** What closing now would lose of it, in a sentence; empty for nothing. */
    public String loss(boolean goesOn) {
        if (goesOn) {
            return model.name() + " is still training"
                    + (kept.getAsBoolean() ? ". Training will stop; resume it later from Runs." : ".");
        }
        return unsaved() ? model.name() + " is trained but not saved." : "";
    }

    /** Memory of its snapshots [bytes]. */
    long momentBytes() {
        return snapshots.bytes();
    }

    /** Drops its snapshots. */
    void forgetSnapshots() {
        snapshots = new SnapshotSeries();
        model.remember(List.of());
    }

    /** Publishes the newest weights to all panes. */
    public void publish() {
        if (newest != null && newest != model.modelProperty().get()) {
            model.update(newest);
        }
    }

    /** Tells that these weights are in a file. */
    public void saved(Model weights) {
        inFile = weights;
    }

    /** Whether the newest weights are in no file. */
    private boolean unsaved() {
        return !kept.getAsBoolean() && model.modelProperty().get() != inFile;
    }

    /** What the run came to; empty until it has ended. */
    public ReadOnlyStringProperty resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** Whether it runs, or how it ended; its result tells with what. */
    public ReadOnlyObjectProperty<RunState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Whether the store keeps it, or is about to. */
    boolean isKept() {
        return kept.getAsBoolean();
    }

    /** Whether the store has a place to resume from. */
    public boolean canBeResumed() {
        return resumable && model.run().isPresent() && kept.getAsBoolean();
    }

    /** The score of the newest weights on the test set; empty where it is not known. */
    public OptionalDouble testScore() {
        return evaluated == null || evaluated != newest || !scored.equals("Test")
                ? OptionalDouble.empty()
                : OptionalDouble.of(evaluation.get().score());
    }

    /** Whether it was trained on that data; points that were made anew of the same shape count. */
    public boolean isOn(DataSource source) {
        DataSource own = configuration.data();
        return own.equals(source)
                || own instanceof DataSource.Toy mine
                        && source instanceof DataSource.Toy other
                        && mine.shape() == other.shape();
    }

    /** Completed epochs, with fraction. */
    double epoch() {
        return progress.get() == null ? 0 : progress.get().epoch();
    }

    /** Steps that it is known to have done. */
    long steps() {
        return progress.get() == null ? 0 : progress.get().step();
    }

    long stepsPerEpoch() {
        return stepsPerEpoch;
    }

    public List<PlotSeries> losses() {
        return validated() ? List.of(trainLoss, testLoss, validationLoss) : List.of(trainLoss, testLoss);
    }

    public List<PlotSeries> scores() {
        return validated() ? List.of(trainScore, testScore, validationScore) : List.of(trainScore, testScore);
    }

    /** Coefficients of determination, of numbers. On the training samples it is about their own mean. */
    public List<PlotSeries> determinations() {
        return List.of(trainR2, testR2);
    }

    /** Whether examples are held out for validation. */
    public boolean validated() {
        return configuration.recipe().selection().active();
    }

    /** The newest progress; null before the first. */
    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** How its B-spline grids, if it has any, cover their inputs; null before the first evaluation. */
    public ReadOnlyObjectProperty<GridCoverage> gridsProperty() {
        return grids.getReadOnlyProperty();
    }

    /** The newest scores of the test set; null before the first. */
    public ReadOnlyObjectProperty<Evaluation> evaluationProperty() {
        return evaluation.getReadOnlyProperty();
    }
}
