package org.kanworkbench.app.activations.edge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.activations.EditedModels;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeEdits;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/**
 * Manual edits of coefficients: the pane shows the edited network instead of the chosen model, which is unchanged. Test
 * scores are computed in the background. Use on the interface thread only.
 */
public final class EditViewModel {

    private static final String FAILURE = "The change could not be made or scored";

    /** Test scores of the network before all edits and now. */
    record TestScores(Evaluation was, Evaluation is, Target target) {}

    /** Creates the edited network from the one at the start of a step. */
    private interface Edit {
        Model of(Model from, Edge edge);
    }

    /** Steps that were undone together, and what they changed: a snapshot of a model, null for its newest weights. */
    private record Discarded(OpenModel model, Snapshot snapshot, Model before, List<Model> steps) {}

    private record Request(Model before, Model now, Dataset dataset, int batch) {}

    final ActivationsViewModel activations;
    final EditedModels keptModels;
    private final NewestFirst<Request, TestScores> scoring;
    private final ObservableList<Model> steps = FXCollections.observableArrayList();
    private final ObservableList<Model> readOnly = FXCollections.unmodifiableObservableList(steps);
    private final ReadOnlyObjectWrapper<TestScores> scores = new ReadOnlyObjectWrapper<>();
    /** Whether {@link #restore()} has an effect. */
    final BooleanBinding restorable;

    /** Steps that were undone, the next to be redone first, and the network before all steps. */
    private final Deque<Model> undone = new ArrayDeque<>();

    private Model undoneFrom;
    private Model before;
    private Model dragged;
    /** The edge of the current step; null between steps. */
    private Edge held;
    /** What was last said of an edit that was refused. */
    private Problem refusal;
    /** The model of {@link #before}. */
    private OpenModel model;

    private Snapshot snapshot;
    private final ObjectProperty<Discarded> discarded = new SimpleObjectProperty<>();

    // Accessed on the background thread only.
    private Model scored;
    private Dataset scoredData;
    private Evaluation scoredBefore;

    public EditViewModel(ActivationsViewModel activations, EditedModels keptModels, Threads threads) {
        this.keptModels = keptModels;
        this.activations = activations;
        restorable = Bindings.createBooleanBinding(
                () -> discarded.get() != null
                        && steps.isEmpty()
                        && discarded.get().model() == activations.chosen.get(),
                discarded,
                steps,
                activations.chosen);
        scoring = new NewestFirst<>(threads, this::score, this::show, activations.problem, FAILURE);
        activations.chosen.addListener(_ -> discard());
        activations.snapshotProperty().addListener(_ -> discard());
        activations.workspace.models().subscribe(this::forgetClosed);
    }

    /**
     * Changes one coefficient of the inspected edge; all changes until {@link #release()} are one undo step.
     *
     * @return whether it has that value now
     */
    boolean set(int term, float value) {
        return change((from, edge) ->
                EdgeEdits.withCoefficient(from, edge.layer(), edge.output(), edge.input(), term, value));
    }

    /** Moves the inspected edge's curve through a point; a step as above. */
    void pull(float x, float y) {
        change((from, edge) ->
                EdgeEdits.pulled(activations.functions(from), edge.layer(), edge.output(), edge.input(), x, y));
    }

    /** Begins a step on the currently inspected edge, until {@link #release()}. */
    void hold() {
        // A drag that another edge took over never ended.
        dragged = null;
        Inspection shown = activations.inspectionProperty().get();
        if (shown != null) {
            held = shown.edge();
            activations.selection.stayWith(held);
        }
    }

    private boolean change(Edit edit) {
        if (held == null) {
            hold();
        }
        if (held == null || activations.weights() == null) {
            return false;
        }
        Model start = steps.isEmpty() ? activations.weights() : before;
        Model from = dragged != null ? dragged : steps.isEmpty() ? start : steps.getLast();
        Model changed;
        try {
            changed = edit.of(from, held);
        } catch (IllegalArgumentException e) {
            refusal = new Problem(FAILURE, e.getMessage());
            activations.problem.set(refusal);
            return false;
        }
        if (refusal != null && activations.problem.get() == refusal) {
            activations.problem.set(null);
        }
        if (steps.isEmpty()) {
            model = activations.chosen.get();
            snapshot = activations.snapshotProperty().get();
            discarded.set(null);
        }
        undone.clear();
        before = start;
        if (dragged == null) {
            dragged = from;
            steps.add(changed);
        } else {
            steps.set(steps.size() - 1, changed);
        }
        apply();
        return true;
    }

    /** Ends a step. */
    void release() {
        dragged = null;
        held = null;
    }

    /** Undoes the last step, or what discarded all of them. */
    public void undo() {
        release();
        if (steps.isEmpty()) {
            restore();
        } else {
            undoneFrom = before;
            undone.push(steps.removeLast());
            apply();
        }
    }

    /** Takes the last step that was undone again, unless there was another since. */
    public void redo() {
        release();
        if (!undone.isEmpty()) {
            before = undoneFrom;
            steps.add(undone.pop());
            apply();
        }
    }

    /** Undoes all steps: the pane follows the model again. */
    public void discard() {
        release();
        undone.clear();
        undoneFrom = null;
        if (before != null) {
            discarded.set(new Discarded(model, snapshot, before, List.copyOf(steps)));
            forgetClosed();
            steps.clear();
            apply();
        }
        model = null;
        snapshot = null;
    }

    private void forgetClosed() {
        if (discarded.get() != null
                && !activations.workspace.models().contains(discarded.get().model())) {
            discarded.set(null);
        }
    }

    /** Redoes the last discarded steps, if their model is shown, on the snapshot that they changed. */
    void restore() {
        if (restorable.get()) {
            Discarded again = discarded.get();
            discarded.set(null);
            activations.showSnapshot(again.snapshot());
            before = again.before();
            model = again.model();
            snapshot = again.snapshot();
            steps.setAll(again.steps());
            apply();
        }
    }

    /** Opens the edited network as a new model in all panes and continues with that. */
    void keep() {
        if (steps.isEmpty()) {
            return;
        }
        Model kept = steps.getLast();
        OpenModel from = activations.chosen.get();
        Workspace workspace = activations.workspace;
        OpenModel edited = from.dataset()
                .map(data -> workspace.open(from.name() + " edited", data))
                .orElseGet(() -> workspace.open(from.name() + " edited", from.target(), from.image()));
        discard();
        discarded.set(null);
        from.description().ifPresent(edited::describe);
        edited.update(kept);
        keptModels.add(edited, from);
        // Another layer may be on its way, and nothing of it looked at yet.
        Optional<Edge> edge =
                Optional.ofNullable(activations.inspectionProperty().get()).map(inspected -> inspected.edge());
        activations.choice.choose(edited);
        edge.ifPresent(looked -> {
            activations.selection.chooseOutput(looked.output());
            activations.selection.stayWith(looked);
        });
    }

    private void apply() {
        activations.edit(steps.isEmpty() ? null : steps.getLast());
        scores.set(steps.isEmpty() ? null : scores.get());
        if (steps.isEmpty()) {
            before = null;
            return;
        }
        scoredOn()
                .ifPresent(data ->
                        scoring.submit(new Request(before, steps.getLast(), data, model.evaluationBatch(before))));
    }

    /** The data set for scoring edits; empty without test samples or edits. */
    Optional<Dataset> scoredOn() {
        return before == null
                ? Optional.empty()
                : activations.dataset(before).filter(data -> data.test().size() > 0);
    }

    private TestScores score(Request request) {
        if (scored != request.before() || scoredData != request.dataset()) {
            scoredBefore = evaluate(request.before(), request);
            scored = request.before();
            scoredData = request.dataset();
        }
        return new TestScores(
                scoredBefore,
                evaluate(request.now(), request),
                request.dataset().target());
    }

    private static Evaluation evaluate(Model model, Request request) {
        return Evaluator.ofTest(model, request.dataset(), request.batch(), 1);
    }

    private void show(Request request, TestScores measured) {
        if (before == request.before()) {
            scores.set(measured);
        }
    }

    /** What closing the window would lose, in a sentence; empty for nothing. */
    public Optional<String> loss() {
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of("Changes by hand to " + model.name() + " are not kept as a new model.");
    }

    /** The network after each step. */
    ObservableList<Model> steps() {
        return readOnly;
    }

    /** Null without edits, or before the first score. */
    ReadOnlyObjectProperty<TestScores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }
}
