package org.kanworkbench.app.train.run;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;

/**
 * What tiles, charts and confusion matrix are of: the run that goes on, else the newest of the chosen data. Use on the
 * interface thread only.
 */
public final class ShownRun {

    private final SessionRuns runs;
    private final LiveRun live;
    private final ObservableValue<DataSource> chosenSource;
    private final ReadOnlyObjectWrapper<RunTrace> trace = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>();
    /** Where the data come from that charts and maps are of: those of the run that goes on, else the chosen ones. */
    public final ObservableValue<DataSource> source;
    /** The data that charts and maps are of; null before there are some. */
    public final ObservableValue<Dataset> dataset;

    public ShownRun(
            SessionRuns runs,
            LiveRun live,
            ObservableValue<DataSource> chosenSource,
            ObservableValue<Dataset> chosenDataset) {
        this.runs = runs;
        this.live = live;
        this.chosenSource = chosenSource;
        source = shown(run -> run.configuration.data(), chosenSource);
        dataset = shown(run -> run.dataset, chosenDataset);
        runs.all.subscribe(this::showNewest);
        trace.addListener(_ -> showScores());
    }

    /** Something of the run that goes on, else of what is chosen. */
    private <T> ObservableValue<T> shown(Function<RunTrace, T> ofRun, ObservableValue<T> chosen) {
        return Bindings.createObjectBinding(
                () -> live.idle() || trace.get() == null ? chosen.getValue() : ofRun.apply(trace.get()),
                live.phaseProperty(),
                trace,
                chosen);
    }

    /** Chooses the newest run of the chosen data, if there is one, unless one goes on. */
    public void showNewest() {
        RunTrace shown = trace.get();
        if (!live.idle()) {
            return;
        }
        if (shown == null || !runs.all.contains(shown) || !shown.isOn(chosenSource.getValue())) {
            trace.set(runs.newestOn(chosenSource.getValue()).orElse(null));
        }
    }

    public void show(RunTrace run) {
        trace.set(run);
    }

    /** Shows the run's scores; until there are some, none. */
    public void showScores() {
        RunTrace run = trace.get();
        Evaluation newest = run == null ? null : run.evaluationProperty().get();
        Scores made = newest == null
                ? null
                : new Scores(
                        run.model, run.scoredOn(), newest, "the " + run.scored().toLowerCase(Locale.ROOT) + " set");
        if (!Objects.equals(made, scores.get())) {
            scores.set(made);
        }
    }

    /** Shows the run's scores under its new name, unless an opened model's are shown. */
    public void showName() {
        if (scores.get() != null
                && scores.get().evaluation() == trace.get().evaluationProperty().get()) {
            showScores();
        }
    }

    /** Shows a model's scores until newer ones come. */
    public void show(Scores newest) {
        scores.set(newest);
    }

    /** Null for none. */
    public RunTrace run() {
        return trace.get();
    }

    /** Null for none. */
    public ReadOnlyObjectProperty<RunTrace> runProperty() {
        return trace.getReadOnlyProperty();
    }

    /** The newest scores that there are, of a run or of an opened model; null before the first. */
    public ReadOnlyObjectProperty<Scores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }

    /** What the newest scores are, or those of the run will be; null for neither. */
    public Measure measure() {
        RunTrace run = trace.get();
        return scores.get() != null ? scores.get().evaluation().measure() : run != null ? run.measure() : null;
    }

    /**
     * Has scores of a measure shown on a card whenever they, or the run that they are of, are others while the pane is in
     * view. The card is in sight also before the first, so that their place is kept.
     */
    public void showOn(Node card, Measure measure, ObservableBooleanValue inView, Runnable show) {
        Showing.when(card, Bindings.createBooleanBinding(() -> measure() == measure, scores, trace));
        for (Observable cause : List.of(scores, trace, inView)) {
            cause.addListener(_ -> {
                if (inView.get() && measure() == measure) {
                    show.run();
                }
            });
        }
    }
}
