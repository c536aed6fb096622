package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.Job;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.QuantizeException;
import org.kanworkbench.quantize.Schemes;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonEvent;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.runs.SavedModel;
import org.kanworkbench.training.Evaluation;

/** What the pane compares, and what has come of it. Lives on the interface thread. */
final class QuantizeViewModel {

    /** Enough bits for rounding to show, few enough for it to matter. */
    private static final int USUAL_BITS = 4;

    private final Workspace workspace;
    private final QuantizeWork work;
    private final ObjectProperty<OpenModel> chosen = new SimpleObjectProperty<>();
    private final ObservableList<SchemeRow> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Timing> timing = new SimpleObjectProperty<>(Timing.USUAL);
    private final ObjectProperty<SchemeRow> selected = new SimpleObjectProperty<>();
    private final ObjectProperty<Integer> sensitivityBits = new SimpleObjectProperty<>(USUAL_BITS);
    private final ObservableList<Sensitivity.Effect> effects = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Evaluation> reference = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Compared> compared = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /**
     * What the table's numbers are of.
     *
     * @param model as it was when the comparison began
     */
    record Compared(OpenModel open, SavedModel model, Dataset dataset) {}

    QuantizeViewModel(Workspace workspace, Executor background, Executor ui) {
        this.workspace = workspace;
        this.work = new QuantizeWork(background, ui);
        Schemes.standard().forEach(scheme -> rows.add(new SchemeRow(scheme, false)));
        workspace.models().addListener((ListChangeListener<OpenModel>) _ -> modelsChanged());
        modelsChanged();
        chosen.addListener(_ -> forget());
    }

    private void modelsChanged() {
        if (chosen.get() == null || !workspace.models().contains(chosen.get())) {
            chosen.set(workspace.models().isEmpty() ? null : workspace.models().getLast());
        }
    }

    private void forget() {
        cancel();
        rows.removeIf(SchemeRow::own);
        rows.forEach(SchemeRow::clear);
        effects.clear();
        reference.set(null);
        compared.set(null);
        problem.set("");
    }

    ObservableList<OpenModel> models() {
        return workspace.models();
    }

    ObjectProperty<OpenModel> chosenProperty() {
        return chosen;
    }

    /** Standard schemes, then those that a person has added. */
    ObservableList<SchemeRow> rows() {
        return rows;
    }

    ObjectProperty<Timing> timingProperty() {
        return timing;
    }

    /** Whose details are shown; null for none. */
    ObjectProperty<SchemeRow> selectedProperty() {
        return selected;
    }

    /** Bits of the one part that is rounded, 2 to 8. */
    ObjectProperty<Integer> sensitivityBitsProperty() {
        return sensitivityBits;
    }

    /** What rounding each part alone does, as it becomes known. */
    ObservableList<Sensitivity.Effect> effects() {
        return effects;
    }

    /** The model's scores in float32; null before they are known. */
    ReadOnlyObjectProperty<Evaluation> referenceProperty() {
        return reference.getReadOnlyProperty();
    }

    /** Null before anything was compared. */
    ReadOnlyObjectProperty<Compared> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    /** Null while nothing runs. */
    ReadOnlyObjectProperty<Job> jobProperty() {
        return job.getReadOnlyProperty();
    }

    /** What went wrong, in one line; empty if nothing did. */
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Tells why something cannot be. */
    void tell(String reason) {
        problem.set(reason);
    }

    void dismiss() {
        problem.set("");
    }

    /** Why there is nothing to compare; empty if there is. */
    Optional<String> obstacle() {
        if (chosen.get() == null) {
            return Optional.of("No model to quantise yet.");
        }
        if (saved().isEmpty()) {
            return Optional.of(chosen.get().name() + " has no weights yet.");
        }
        if (dataset().isEmpty()) {
            return Optional.of("No data that fit " + chosen.get().name() + ": choose its data set in Train.");
        }
        return rows.stream().noneMatch(row -> row.wantedProperty().get())
                ? Optional.of("No scheme is chosen: tick one.")
                : Optional.empty();
    }

    /** The newest weights of the chosen model with what is known of their origin. */
    private Optional<SavedModel> saved() {
        Model weights = chosen.get().modelProperty().get();
        return weights == null ? Optional.empty() : chosen.get().description().map(describe -> describe.apply(weights));
    }

    /** What the chosen model is scored on: its own data, or those chosen in Train if they fit. */
    private Optional<Dataset> dataset() {
        OpenModel open = chosen.get();
        NetworkSpec network = open.modelProperty().get().network();
        return open.dataset()
                .or(() -> Optional.ofNullable(workspace.datasetProperty().get()))
                .filter(data -> data.inputs() == network.inputs()
                        && data.outputs() == network.outputs()
                        && data.test().size() > 0);
    }

    /** Adds a scheme, written as on the command line; false, with a problem, if it is not understood. */
    boolean add(String text) {
        if (chosen.get() == null || chosen.get().modelProperty().get() == null) {
            problem.set("a scheme is for a model: train or open one first");
            return false;
        }
        if (rows.stream().anyMatch(row -> row.scheme().name().equals(text))) {
            problem.set("scheme " + text + " is in the table already");
            return false;
        }
        try {
            rows.add(new SchemeRow(
                    Schemes.parse(text, chosen.get().modelProperty().get().network()), true));
            problem.set("");
            return true;
        } catch (QuantizeException e) {
            problem.set(e.getMessage());
            return false;
        }
    }

    void remove(SchemeRow row) {
        if (row.own() && job.get() == null) {
            rows.remove(row);
        }
    }

    /** Measures every scheme that is wanted. */
    void start() {
        if (job.get() != null || obstacle().isPresent()) {
            return;
        }
        SavedModel model = saved().orElseThrow();
        Compared about = new Compared(chosen.get(), model, model.seen(dataset().orElseThrow()));
        rows.forEach(SchemeRow::clear);
        problem.set("");
        reference.set(null);
        compared.set(about);
        List<SchemeRow> wanted =
                rows.stream().filter(row -> row.wantedProperty().get()).toList();
        job.set(new Job("quantising " + chosen.get().name(), 0));
        work.compare(
                about,
                wanted.stream().map(SchemeRow::scheme).toList(),
                timing.get(),
                event -> show(wanted, event),
                this::ended);
    }

    private void show(List<SchemeRow> wanted, ComparisonEvent event) {
        switch (event) {
            case ComparisonEvent.Reference r -> reference.set(r.float32());
            case ComparisonEvent.Refused r ->
                row(wanted, r.refusal().scheme().name()).refuse(r.refusal().reason());
            case ComparisonEvent.Scored s ->
                row(wanted, s.result().scheme().name()).show(s.result());
            case ComparisonEvent.Timed t ->
                t.results()
                        .forEach(result -> row(wanted, result.scheme().name()).show(result));
            case ComparisonEvent.Progress p -> progress(p.doing(), p.share());
        }
    }

    private static SchemeRow row(List<SchemeRow> rows, String scheme) {
        return rows.stream()
                .filter(row -> row.scheme().name().equals(scheme))
                .findFirst()
                .orElseThrow();
    }

    private void progress(String doing, double share) {
        if (job.get() != null) {
            job.set(new Job(compared.get().open().name() + " · " + doing + work.remaining(share), share));
        }
    }

    /** Rounds one part after the other, on training rows. */
    void startSensitivity() {
        if (job.get() != null || obstacle().isPresent()) {
            return;
        }
        SavedModel model = saved().orElseThrow();
        Compared about = new Compared(chosen.get(), model, model.seen(dataset().orElseThrow()));
        if (compared.get() == null || compared.get().model().model() != model.model()) {
            rows.forEach(SchemeRow::clear);
            reference.set(null);
        }
        compared.set(about);
        effects.clear();
        problem.set("");
        int parts = Sensitivity.parts(model.model().network()).size();
        job.set(new Job("rounding " + chosen.get().name() + " part by part", 0));
        work.sensitivity(
                about,
                sensitivityBits.get(),
                effect -> {
                    effects.add(effect);
                    progress("rounding " + effect.part().label(), (double) effects.size() / parts);
                },
                this::ended);
    }

    private void ended(Optional<String> failure) {
        job.set(null);
        failure.ifPresent(problem::set);
    }

    /** Ends what runs; what is measured stays. */
    void cancel() {
        work.cancel();
    }

    /** Opens the weights of a measured scheme, rounded, as one more model in every pane. */
    void openRounded(SchemeRow row) {
        work.rounded(compared.get(), row.scheme(), (rounded, failure) -> {
            failure.ifPresent(problem::set);
            rounded.ifPresent(model -> {
                OpenModel open = workspace.open(
                        compared.get().open().name() + " " + row.scheme().name(),
                        compared.get().dataset());
                open.describe(_ -> model);
                open.update(model.model());
            });
        });
    }

    QuantizeWork work() {
        return work;
    }
}
