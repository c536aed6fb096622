package org.kanworkbench.app.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.session.Notice;
import org.kanworkbench.app.session.RunLibrary.State;
import org.kanworkbench.app.session.StoredTraining;
import org.kanworkbench.app.session.Trainer;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.opened.OpenedModels;
import org.kanworkbench.app.train.run.LiveRun;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Refreshes;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunStarter;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.train.run.SessionRuns;
import org.kanworkbench.app.train.run.ShownRun;
import org.kanworkbench.app.train.settings.ConfigurationEditor;
import org.kanworkbench.app.train.settings.DataLoading;
import org.kanworkbench.app.train.settings.EpochEstimate;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.recipe.RecipeField;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.recording.TrainingRecord;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

/**
 * The state of the Train pane: the configuration, the runs of the chosen data, and the newest run's events. A run's
 * thread only queues its events; {@link #frame} processes them, at most once per frame, and redraws as often as is
 * perceptible. Use on the interface thread only.
 */
public final class TrainViewModel implements Trainer {

    /** How often what the newest run tells is drawn. */
    public final Refreshes refreshes = new Refreshes();

    /** The run that goes on, if one does. */
    public final LiveRun live = new LiveRun();

    public final Workspace workspace;
    /** Of the run that is shown, which somebody may rename. */
    private final ObservableValue<String> shownName;

    private final RunStarter starter;
    /** Reads the data set that is chosen. */
    public final DataLoading data;

    public final ConfigurationEditor editor;
    public final EpochEstimate estimate;
    public final SessionRuns runs;
    /** The run that tiles, charts and confusion matrix are of, with its scores and data. */
    public final ShownRun shown;

    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    /** Whether the settings are of the next training while a run goes on. */
    final BooleanProperty preparing = new SimpleBooleanProperty();

    /** Whether the settings are those of the run, of which only the learning rate can be changed. */
    public final BooleanBinding locked =
            live.phaseProperty().isNotEqualTo(Phase.IDLE).and(preparing.not());

    final StringProperty context = new SimpleStringProperty("");
    final ObjectBinding<Job> job =
            Bindings.createObjectBinding(this::job, live.phaseProperty(), refreshes.of(Part.FIGURES));
    /** What went wrong last; null when there is nothing, or it was dismissed. */
    public final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();

    /** Whether the pane is in front. */
    final BooleanProperty seen = new SimpleBooleanProperty(true);

    /** Tells here what goes wrong. */
    public final BackgroundWork background;

    public final OpenedModels opened;
    private final SettingsAside aside;
    private final Threads threads;
    /** Whether the weights that a run begins with are being read. */
    private boolean starting;

    public TrainViewModel(Workspace workspace, RunStarter starter, Threads threads) {
        this.workspace = workspace;
        this.starter = starter;
        this.threads = threads;
        this.runs = new SessionRuns(workspace);
        this.background = new BackgroundWork(threads, problem);
        this.opened = new OpenedModels(this, workspace, background);
        this.editor = new ConfigurationEditor(workspace.engines);
        this.data = new DataLoading(editor, locked::get, threads, problem::set);
        this.estimate = new EpochEstimate(workspace.engines, live.pacer.pace, threads, workspace::measures);
        this.aside = new SettingsAside(editor, data, workspace, live::idle);
        this.shown = new ShownRun(runs, live, editor.sourceProperty(), editor.datasetProperty());
        workspace.datasetProperty().bind(editor.datasetProperty());
        workspace.stayOpenWhile(model -> !live.idle() && shown.run() != null && shown.run().model == model);
        editor.configurationProperty().subscribe(this::describe);
        editor.toys.onWish(data::remake);
        workspace.background().execute(() -> editor.lookForDevices(threads.ui()));
        refreshes.of(Part.SMALL_WEIGHTS).addListener(_ -> shown.run().publish());
        refreshes.of(Part.LARGE_WEIGHTS).addListener(_ -> shown.run().publish());
        refreshes.of(Part.TABLES).addListener(_ -> shown.showScores());
        estimate.textProperty().addListener(_ -> summarize());
        editor.datasetProperty().addListener(_ -> {
            // What failed before was about other data, or about choosing them.
            problem.set(null);
            shown.showNewest();
            // An opened model's scores were of the data before.
            shown.showScores();
        });
        // Who closes runs for want of memory is told whether there is enough now.
        runs.all.subscribe(() -> describe(editor.configurationProperty().get()));
        preparing.addListener((_, _, now) -> {
            if (now) {
                aside.bringBack();
            } else if (!live.idle()) {
                aside.keep(shown.run().configuration);
                data.forget();
                showSettings(shown.run());
                showLearningRate();
            }
            summarize();
        });
        workspace.queue.goingProperty().addListener((_, _, going) -> {
            if (!going && live.idle()) {
                preparing.set(false);
            }
            aside.offer();
        });
        shown.runProperty()
                .addListener(_ -> describe(editor.configurationProperty().get()));
        shownName = shown.runProperty().flatMap(run -> run.model.nameProperty());
        shownName.addListener(_ -> {
            describe(editor.configurationProperty().get());
            if (shown.run() != null) {
                shown.showName();
            }
        });
    }

    private void describe(Configuration configuration) {
        summarize();
        RunTrace trace = shown.run();
        if (trace != null) {
            context.set(Wording.context(trace.dataset, trace.model.name(), trace.configuration));
        } else if (configuration != null) {
            context.set(Wording.context(editor.datasetProperty().get(), configuration.preset(), configuration));
        }
        if (configuration != null) {
            workspace.engine.set(Wording.engine(configuration));
            if (live.idle()) {
                estimate.measure(configuration, editor.datasetProperty().get());
            }
        }
    }

    private void summarize() {
        Configuration c = editor.configurationProperty().get();
        // What the next one costs is measured when nothing trains.
        String cost =
                preparing.get() && !live.idle() ? "" : estimate.textProperty().get();
        RunTrace trace = shown.run();
        // Beside a run that was opened, or after a change, the settings are those of the next run alone.
        boolean others = c != null && trace != null && live.idle() && !c.equals(trace.configuration);
        summary.set(
                c == null
                        ? ""
                        : Wording.summary(c.network(), cost)
                                + (others ? "\nFor the next run: " + trace.model.name() + " has other settings." : ""));
    }

    /**
     * Shows a configuration, and loads its data if that is another.
     *
     * @throws IllegalArgumentException of one line, when the settings cannot express it or are those of a run
     */
    @Override
    public void edit(Configuration configuration) {
        if (locked.get()) {
            throw new IllegalArgumentException(
                    "a run is training: press Set up next, or stop it or wait, then open the configuration");
        }
        editor.show(configuration);
        if (configuration.data().equals(editor.sourceProperty().get())) {
            data.stopReading();
        } else {
            data.open(configuration.data());
        }
    }

    /** Whether there is a store to write to. */
    boolean keepsRuns() {
        RunStore store = workspace.library.storeProperty().get();
        return store != null && !store.readOnly();
    }

    /** Whether {@link #start()} would start a run. */
    boolean canStart() {
        return live.idle()
                && isOfChosenData()
                && workspace.library.stateProperty().get() != State.OPENING
                && editor.configurationProperty().get() != null;
    }

    /** Whether the data that were chosen last are there, so that none is trained on others unawares. */
    private boolean isOfChosenData() {
        return !data.loadingProperty().get() && data.refusedProperty().get() == null;
    }

    /** Whether {@link #queue()} would add the settings to the queue. */
    boolean canQueue() {
        return !locked.get()
                && isOfChosenData()
                && editor.configurationProperty().get() != null;
    }

    /** Adds a training with these settings to the queue. */
    void queue() {
        if (!canQueue() || data.postpones(this::queue)) {
            return;
        }
        Configuration configuration = editor.configurationProperty().get();
        Dataset dataset = editor.datasetProperty().get();
        try {
            TrainingRun.check(workspace.engines, configuration, dataset);
        } catch (IllegalArgumentException e) {
            problem.set(new Problem("The training cannot be queued", e.getMessage()));
            return;
        }
        problem.set(null);
        workspace.queue.add(
                List.of(Queued.training(Wording.waiting(dataset, configuration), ConfigurationText.of(configuration))));
    }

    public void start() {
        if (starting || !canStart() || data.postpones(this::start)) {
            return;
        }
        preparing.set(false);
        Configuration configuration = editor.configurationProperty().get();
        String failure = "The run could not start";
        Dataset chosen = editor.datasetProperty().get();
        starting = true;
        data.scaled(
                configuration,
                failure,
                dataset -> {
                    try {
                        train(configuration, dataset, chosen);
                    } catch (IllegalArgumentException e) {
                        problem.set(new Problem(failure, e.getMessage()));
                    }
                },
                () -> starting = false);
    }

    @Override
    public long train(Configuration configuration, Dataset dataset, Dataset chosen) {
        checkStart(configuration, dataset);
        OptionalLong number = workspace.library.reserve();
        TrainingRecord keeping = workspace.library.records.training(number, configuration, dataset);
        begin(
                runs.next(number, configuration.preset(), configuration, dataset, chosen, keeping::kept),
                keeping,
                listener -> starter.start(configuration, dataset, listener));
        return number.orElse(0);
    }

    /** Before another run makes room for it. */
    private void checkStart(Configuration configuration, Dataset dataset) {
        live.checkFree();
        TrainingRun.check(workspace.engines, configuration, dataset);
    }

    @Override
    public void resume(StoredTraining kept) {
        checkStart(kept.configuration(), kept.seen());
        TrainingRecord keeping =
                workspace.library.records.resumed(kept.run(), kept.checkpoint(), kept.configuration(), kept.seen());
        Optional<RunTrace> before = runs.open(kept.run().id());
        RunTrace trace = next(kept, keeping::kept);
        trace.recall(kept.untilCheckpoint());
        begin(trace, keeping, listener -> starter.resume(kept, listener));
        before.ifPresent(runs::close);
        kept.checkpoint().ifPresent(from -> live.setLearningRate(from.learningRate()));
        showLearningRate();
    }

    /** It may have been changed since the run was started. */
    private void showLearningRate() {
        if (!preparing.get()) {
            editor.recipe.of(RecipeField.LEARNING_RATE).set(live.learningRate());
        }
    }

    private RunTrace next(StoredTraining kept, BooleanSupplier keeping) {
        return runs.next(
                OptionalLong.of(kept.run().id()),
                kept.run().shownTitle(),
                kept.configuration(),
                kept.dataset(),
                kept.chosen(),
                keeping);
    }

    /** Its data are chosen, too, unless another run is running. */
    @Override
    public void open(StoredTraining kept) {
        RunTrace trace = opened(kept);
        show(trace);
        workspace.offer(trace.model);
    }

    /** A run of other data than the chosen is shown when its own are chosen. */
    @Override
    public void reopen(StoredTraining kept) {
        RunTrace trace = opened(kept);
        if (trace.isOn(editor.sourceProperty().get())) {
            show(trace);
        }
    }

    @Override
    public void open(SavedModel model, String name) {
        opened.add(model, name, Optional.empty());
    }

    @Override
    public ObservableValue<Boolean> busy() {
        return live.phaseProperty().map(phase -> phase != Phase.IDLE);
    }

    @Override
    public Optional<Dataset> loaded(DataSource source) {
        if (source.equals(editor.sourceProperty().get())) {
            return Optional.ofNullable(editor.datasetProperty().get());
        }
        // One data set for all: read again, each run would hold its own.
        return runs.all.stream()
                .filter(run -> !source.mayChange() && run.configuration.data().equals(source))
                .map(run -> run.chosen)
                .findFirst();
    }

    private RunTrace opened(StoredTraining kept) {
        Optional<RunTrace> before = runs.open(kept.run().id());
        // Of data that have changed its scores are others; what goes on or would be lost stays.
        if (before.isPresent()
                && (kept.difference().isEmpty()
                        || !live.idle() && before.get() == shown.run()
                        || !before.get().loss(false).isEmpty())) {
            return before.get();
        }
        RunTrace made = next(kept, () -> true);
        made.recall(kept);
        runs.add(made);
        before.ifPresent(runs::close);
        return made;
    }

    /** Shows a run, and chooses its data. While another goes on the pane stays with that one's. */
    public void show(RunTrace trace) {
        if (live.idle()) {
            if (trace.isOn(editor.sourceProperty().get())) {
                data.stopReading();
            } else {
                data.use(trace.configuration.data(), trace.chosen);
            }
            shown.show(trace);
            refreshes.request(trace.configuration.network().parameters());
            refreshes.show(System.nanoTime(), true);
        }
    }

    private void begin(RunTrace trace, TrainingRecord keeping, Function<Consumer<TrainingEvent>, Run> starting) {
        try {
            live.start(trace, keeping, starting);
        } catch (IllegalArgumentException e) {
            workspace.close(trace.model);
            throw e;
        }
        problem.set(null);
        runs.add(trace);
        if (!preparing.get()) {
            if (aside.isEmpty()) {
                aside.keep(trace.configuration);
            }
            data.forget();
            showSettings(trace);
        }
        shown.show(trace);
        live.show();
        estimate.cancel();
    }

    /** During a run the settings are locked: they are those of the run. */
    private void showSettings(RunTrace trace) {
        Configuration wanted = trace.configuration;
        if (!wanted.equals(editor.configurationProperty().get())) {
            try {
                editor.show(wanted);
            } catch (IllegalArgumentException e) {
                workspace.tell("The settings cannot show " + trace.model.name() + ": " + e.getMessage());
            }
            data.use(wanted.data(), trace.chosen);
        }
    }

    /** Takes a run away from all panes, unless it goes on; in the store it stays. Asks first about one that is in none. */
    public void close(RunTrace trace) {
        if (!live.idle() && trace == shown.run()) {
            return;
        }
        String loss = trace.loss(false);
        if (loss.isEmpty()) {
            runs.close(trace);
            return;
        }
        String question = loss + " Closing it loses its weights.";
        workspace.notices.removeIf(notice -> notice.text().equals(question));
        workspace.notices.add(Notice.asking(question, new Notice.Action("Close it", () -> runs.close(trace))));
    }

    /** Gives a run another title, here and in the store. */
    public void rename(RunTrace trace, String title) {
        String preset = trace.configuration.preset();
        String wanted = title.strip().isEmpty() ? preset : title.strip();
        if (wanted.equals(trace.model.name())) {
            return;
        }
        trace.model.rename(wanted);
        trace.model.run().ifPresent(number -> workspace.library.rename(number, wanted.equals(preset) ? "" : wanted));
        describe(editor.configurationProperty().get());
        shown.showScores();
    }

    /** What closing now would lose: a running run, and unsaved weights. */
    List<String> losses() {
        return runs.losses(live.idle() ? null : shown.run());
    }

    /** Passes the edited learning rate to the run, if there is one. */
    public void commitLearningRate() {
        Setting<Double> rate = editor.recipe.of(RecipeField.LEARNING_RATE);
        if (locked.get() && rate.problemProperty().get().isEmpty()) {
            live.setLearningRate(rate.get());
        }
    }

    /**
     * Folds in what the run has told since, and shows what is due; call once a frame.
     *
     * @param now the frame's time in nanoseconds
     */
    public void frame(long now) {
        live.allowFrame();
        boolean[] ended = new boolean[1];
        live.drain((trace, event) -> ended[0] |= fold(trace, event));
        if (shown.run() != null) {
            refreshes.show(now, ended[0]);
        }
    }

    /** Whether the run has ended with it. */
    private boolean fold(RunTrace trace, TrainingEvent event) {
        trace.fold(event);
        refreshes.request(trace.configuration.network().parameters());
        switch (event) {
            case TrainingEvent.Evaluated e
            when e.epochEnd() ->
                estimate.observe(
                        trace.configuration,
                        trace.dataset,
                        e,
                        trace.progressProperty().get());
            case TrainingEvent.Finished _ -> end();
            case TrainingEvent.Failed failed -> {
                problem.set(new Problem(trace.model.name() + " failed", failed.message()));
                // The next start of the queue clears the pane's message at once.
                if (workspace.queue.goingProperty().get() || !seen.get()) {
                    workspace.notices.add(Notice.of(problem.get()));
                }
                end();
                if (trace.model.modelProperty().get() == null) {
                    // It had no weights yet: there is nothing of it for other panes to show.
                    workspace.close(trace.model);
                }
            }
            default -> {}
        }
        return event instanceof TrainingEvent.Finished || event instanceof TrainingEvent.Failed;
    }

    private void end() {
        // Before anybody hears of the end: what is shown then is the last.
        shown.run().publish();
        shown.showScores();
        live.end();
        // What was set up for the next stays, for whoever presses Start or for the queue's next run to leave alone.
        preparing.set(preparing.get() && workspace.queue.goingProperty().get());
        shown.showNewest();
        describe(editor.configurationProperty().get());
        aside.offer();
    }

    private Job job() {
        RunTrace trace = shown.run();
        return live.idle() || trace == null
                ? null
                : Wording.job(trace, live.phaseProperty().get() == Phase.PAUSED);
    }

    /** Asks all devices, in the background, what they are. */
    public void askDevices() {
        workspace.background().execute(() -> editor.askDevices(threads.ui()));
    }

    /** The network and what it costs in one line. */
    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }
}
