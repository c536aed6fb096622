package org.kanworkbench.app.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.Job;
import org.kanworkbench.app.KeptEvents;
import org.kanworkbench.app.KeptTraining;
import org.kanworkbench.app.Problem;
import org.kanworkbench.app.RunLibrary.State;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;

/**
 * The state of the Train pane. A run's thread only queues its events; {@link #frame} folds them in, at most once a
 * frame, and lets what is drawn of them follow as often as a person can tell. Everything else happens on the interface thread.
 */
final class TrainViewModel {

    enum Phase {
        IDLE,
        RUNNING,
        PAUSED,
        STOPPING
    }

    private record Tagged(RunTrace trace, TrainingEvent event) {}

    private final Refreshes refreshes = new Refreshes();

    private final Workspace workspace;
    private final RunStarter starter;
    private final DataLoading data;
    private final ConfigurationEditor editor;
    private final EpochEstimate estimate;
    private final Pacer pacer = new Pacer();
    private final Queue<Tagged> events = new ConcurrentLinkedQueue<>();
    private final SessionRuns runs;
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.IDLE);
    private final ReadOnlyObjectWrapper<RunTrace> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper result = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper context = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();
    private Run run;
    /** The run's scores that were shown last. */
    private Evaluation shown;

    /** @param ui runs what it is given on the interface thread */
    TrainViewModel(Workspace workspace, RunStarter starter, Executor ui) {
        this.workspace = workspace;
        this.starter = starter;
        this.runs = new SessionRuns(workspace);
        this.editor = new ConfigurationEditor(workspace.engines());
        this.data = new DataLoading(editor, new BackgroundWork(workspace.background(), ui, problem::set));
        this.estimate = new EpochEstimate(workspace.engines(), workspace.background(), ui);
        workspace.datasetProperty().bind(editor.datasetProperty());
        editor.configurationProperty().subscribe(this::describe);
        editor.toys.onWish(data::remake);
        workspace.background().execute(() -> editor.lookForDevices(ui));
        refreshes.smallWeightsProperty().addListener(_ -> current.get().publish());
        refreshes.largeWeightsProperty().addListener(_ -> current.get().publish());
        refreshes.figuresProperty().addListener(_ -> showJob());
        refreshes.tablesProperty().addListener(_ -> showScores());
        estimate.textProperty().addListener(_ -> summarize());
    }

    private void describe(Configuration configuration) {
        summarize();
        if (configuration == null) {
            return;
        }
        workspace.engineProperty().set(Wording.engine(configuration));
        if (phase.get() == Phase.IDLE) {
            context.set(name(configuration, editor.datasetProperty().get()));
            estimate.measure(configuration, editor.datasetProperty().get());
        }
    }

    private static String name(Configuration configuration, Dataset dataset) {
        return dataset.name() + " · " + configuration.preset() + " · seed " + configuration.seed();
    }

    private void summarize() {
        Configuration c = editor.configurationProperty().get();
        summary.set(
                c == null
                        ? ""
                        : Wording.summary(c.network(), estimate.textProperty().get()));
    }

    /**
     * Shows a configuration, and loads its data if that is another.
     *
     * @throws IllegalArgumentException of one line, when the settings cannot express it or a run goes on
     */
    void show(Configuration configuration) {
        if (phase.get() != Phase.IDLE) {
            throw new IllegalArgumentException("a run goes on: stop it or wait, then open the configuration");
        }
        editor.show(configuration);
        if (!configuration.data().equals(editor.sourceProperty().get())) {
            data.open(configuration.data());
        }
    }

    /** Tells of something that went well, until the next or until dismissed with an empty text. */
    void announce(String text) {
        notice.set(text);
    }

    /** Of the store that keeps runs. */
    ReadOnlyObjectProperty<State> storeStateProperty() {
        return workspace.library().stateProperty();
    }

    /** Whether {@link #start()} would start a run. */
    boolean canStart() {
        return phase.get() == Phase.IDLE
                && !data.loadingProperty().get()
                && workspace.library().stateProperty().get() != State.OPENING
                && editor.configurationProperty().get() != null;
    }

    void start() {
        if (!canStart()) {
            return;
        }
        Configuration configuration = editor.configurationProperty().get();
        String failure = "The run could not start";
        data.scaled(configuration, failure, dataset -> {
            try {
                train(configuration, dataset);
            } catch (IllegalArgumentException e) {
                problem.set(new Problem(failure, e.getMessage()));
            }
        });
    }

    /**
     * Trains, whatever the editor shows, and keeps what is trained.
     *
     * @throws IllegalArgumentException of one line, when that cannot be trained or a run goes on
     */
    void train(Configuration configuration, Dataset dataset) {
        OptionalLong number = workspace.library().reserve();
        KeptEvents keeping = workspace.library().keep(number, configuration, dataset);
        begin(
                runs.next(number, configuration.preset(), configuration, dataset, keeping::kept),
                keeping,
                listener -> starter.start(configuration, dataset, listener));
    }

    /** As {@link #train}, from where a kept run can go on. */
    void resume(KeptTraining kept) {
        KeptEvents keeping = workspace.library().keepOn(kept);
        OptionalLong number = OptionalLong.of(kept.run().id());
        Optional<RunTrace> before = runs.open(kept.run().id());
        RunTrace trace = runs.next(number, kept.run().preset(), kept.configuration(), kept.dataset(), keeping::kept);
        trace.recall(kept.untilCheckpoint());
        begin(trace, keeping, listener -> starter.resume(kept, listener));
        before.ifPresent(runs::close);
    }

    /** Brings a kept run's model, moments and curves back. */
    void open(KeptTraining kept) {
        RunTrace trace = runs.open(kept.run().id()).orElseGet(() -> {
            OptionalLong number = OptionalLong.of(kept.run().id());
            RunTrace made = runs.next(number, kept.run().preset(), kept.configuration(), kept.dataset(), () -> true);
            made.recall(kept);
            runs.add(made);
            return made;
        });
        if (phase.get() == Phase.IDLE) {
            current.set(trace);
            result.set("");
            refreshes.request(trace.configuration().network().parameters());
            refreshes.show(System.nanoTime(), true);
        }
    }

    private void begin(RunTrace trace, KeptEvents keeping, Function<Consumer<TrainingEvent>, Run> starting) {
        estimate.cancel();
        try {
            if (phase.get() != Phase.IDLE) {
                throw new IllegalArgumentException("a run goes on: stop it, or wait for its end");
            }
            run = starting.apply(event -> {
                keeping.accept(event);
                events.add(new Tagged(trace, event));
            });
        } catch (IllegalArgumentException e) {
            workspace.close(trace.model());
            throw e;
        }
        trace.model().offer(run::glimpse);
        if (SurfaceViewModel.inPlane(trace.dataset())) {
            pacer.begin(run);
        }
        problem.set(null);
        result.set("");
        notice.set("");
        runs.add(trace);
        current.set(trace);
        phase.set(Phase.RUNNING);
        context.set(name(trace.configuration(), trace.dataset()));
        showJob();
    }

    void pause() {
        if (phase.get() == Phase.RUNNING) {
            run.pause();
            phase.set(Phase.PAUSED);
            showJob();
        }
    }

    void resume() {
        if (phase.get() == Phase.PAUSED) {
            run.resume();
            phase.set(Phase.RUNNING);
            showJob();
        }
    }

    void stop() {
        if (phase.get() == Phase.RUNNING || phase.get() == Phase.PAUSED) {
            phase.set(Phase.STOPPING);
            run.stop();
        }
    }

    /** What would be lost if everything ended now: a run that goes on, weights that are in no file. */
    List<String> losses() {
        return runs.losses(phase.get() == Phase.IDLE ? null : current.get());
    }

    /** Hands the edited learning rate to the run, if there is one. */
    void commitLearningRate() {
        if (phase.get() != Phase.IDLE
                && editor.recipe.learningRate.problemProperty().get().isEmpty()) {
            run.setLearningRate(editor.recipe.learningRate.get());
        }
    }

    /**
     * Folds in what the run has told since, and shows what is due; call once a frame.
     *
     * @param now the frame's time in nanoseconds
     */
    void frame(long now) {
        if (phase.get() == Phase.RUNNING) {
            pacer.frame(current.get().steps(), current.get().stepsPerEpoch());
        }
        boolean ended = fold();
        if (current.get() != null) {
            refreshes.show(now, ended);
        }
    }

    /** Whether the run has ended with it. */
    private boolean fold() {
        boolean ended = false;
        for (Tagged next = events.poll(); next != null; next = events.poll()) {
            next.trace.fold(next.event);
            refreshes.request(next.trace.configuration().network().parameters());
            switch (next.event) {
                case TrainingEvent.Evaluated e
                when e.epochEnd() ->
                    estimate.observe(next.trace.configuration(), next.trace.dataset(), e.trainSeconds());
                case TrainingEvent.Finished finished -> {
                    finish(next.trace, finished);
                    ended = true;
                }
                case TrainingEvent.Failed failed -> {
                    problem.set(
                            new Problem(next.trace.model().name() + " stopped: it could not go on", failed.message()));
                    end();
                    ended = true;
                }
                default -> {}
            }
        }
        return ended;
    }

    private void showScores() {
        RunTrace trace = current.get();
        Evaluation newest = trace.evaluationProperty().get();
        if (newest != null && newest != shown) {
            shown = newest;
            scores.set(new Scores(trace.model().name(), trace.dataset(), newest));
        }
    }

    private void finish(RunTrace trace, TrainingEvent.Finished finished) {
        Evaluation test = trace.evaluationProperty().get();
        if (test != null) {
            result.set(Wording.result(test, finished));
        }
        end();
    }

    private void end() {
        // Before anybody hears of the end: what is shown then is the last.
        current.get().model().offer(null);
        current.get().publish();
        showScores();
        phase.set(Phase.IDLE);
        run = null;
        pacer.end();
        describe(editor.configurationProperty().get());
    }

    private void showJob() {
        RunTrace trace = current.get();
        if (phase.get() == Phase.IDLE || trace == null) {
            job.set(null);
            return;
        }
        job.set(Wording.job(trace, phase.get() == Phase.PAUSED));
    }

    Pacer pacer() {
        return pacer;
    }

    ConfigurationEditor editor() {
        return editor;
    }

    /** The session's newest runs, oldest first. */
    ObservableList<RunTrace> runs() {
        return runs.all();
    }

    ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /** The run that tiles and confusion matrix show: the newest; null before the first. */
    ReadOnlyObjectProperty<RunTrace> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** The newest scores that there are, of a run or of an opened model; null before the first. */
    ReadOnlyObjectProperty<Scores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }

    /** Shows a model's scores until newer ones come. */
    void show(Scores newest) {
        scores.set(newest);
    }

    /** The network in one line. */
    ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** What the newest run came to, once it has ended. */
    ReadOnlyStringProperty resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** See {@link #announce}. */
    ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    ReadOnlyStringProperty contextProperty() {
        return context.getReadOnlyProperty();
    }

    /** Reads the data set that is chosen. */
    DataLoading data() {
        return data;
    }

    ReadOnlyObjectProperty<Job> jobProperty() {
        return job.getReadOnlyProperty();
    }

    /** How often what the newest run tells is drawn. */
    Refreshes refreshes() {
        return refreshes;
    }

    /** What went wrong last; null when there is nothing, or it was dismissed. */
    ObjectProperty<Problem> problemProperty() {
        return problem;
    }
}
