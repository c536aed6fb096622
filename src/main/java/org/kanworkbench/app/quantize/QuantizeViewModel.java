package org.kanworkbench.app.quantize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.app.quantize.scheme.SchemeRows;
import org.kanworkbench.app.session.ModelChoice;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.quantize.compare.ComparisonEvent;
import org.kanworkbench.quantize.compare.ComparisonResult;
import org.kanworkbench.quantize.compare.ComparisonRun;
import org.kanworkbench.quantize.compare.SchemeResult;
import org.kanworkbench.quantize.compare.Sensitivity;
import org.kanworkbench.quantize.scheme.QuantizeException;
import org.kanworkbench.quantize.scheme.Scheme;
import org.kanworkbench.quantize.scheme.WeightFormat.Integers;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.training.Evaluation;

/** The state of the Quantize pane: the comparison and its results. Use on the interface thread only. */
final class QuantizeViewModel {

    /** The default bits of the sensitivity analysis. */
    private static final int USUAL_BITS = 4;

    final Workspace workspace;
    private final Threads threads;
    final QuantizeWork work;
    private final ModelChoice choice;
    /** Null for none. */
    final ReadOnlyObjectProperty<OpenModel> chosen;
    /** The chosen model's name, which may change; null for none. */
    final ObservableValue<String> name;
    /** Standard schemes, then those that a person has added. */
    final SchemeRows rows = new SchemeRows();

    final ObjectProperty<Timing> timing = new SimpleObjectProperty<>(Timing.USUAL);
    /** Whose details are shown; null for none. */
    final ObjectProperty<SchemeRow> selected = new SimpleObjectProperty<>();
    /** Bits of the quantised part, 2 to 8. */
    final ObjectProperty<Integer> sensitivityBits = new SimpleObjectProperty<>(USUAL_BITS);
    /** The sensitivity per part, as measured so far. */
    final ObservableList<Sensitivity.Effect> effects = FXCollections.observableArrayList();

    private final ReadOnlyObjectWrapper<Evaluation> reference = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Compared> compared = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Look> look = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    /** Whether other work was there while the times were measured that are shown. */
    private final ReadOnlyBooleanWrapper disturbed = new ReadOnlyBooleanWrapper();

    private final BooleanSupplier otherWork;

    /** Whether what runs, or ran last, was to end early. */
    private boolean stopping;

    /** The running comparison in the store; null for none. */
    private ComparisonRun record;

    /** What went wrong last; null for nothing. */
    final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();

    /**
     * What the table's numbers are of.
     *
     * @param model as it was when the comparison began
     * @param chosen the data set
     * @param dataset the same as the model sees it
     */
    record Compared(OpenModel open, SavedModel model, Dataset chosen, Dataset dataset) {}

    /** What was measured of a model, for when it is chosen again. */
    private record Kept(
            Compared about,
            Evaluation reference,
            boolean disturbed,
            List<SchemeResult> results,
            List<ComparisonResult.Refusal> refusals,
            int sensitivityBits,
            List<Sensitivity.Effect> effects) {}

    /** By model that is still open and was chosen before. */
    private final Map<OpenModel, Kept> kept = new HashMap<>();

    /** Schemes that were written for a model, measured or not: they name its layers. */
    private final Map<OpenModel, List<Scheme>> written = new HashMap<>();

    /** A scheme that was measured, of a model. */
    record Look(Compared about, Scheme scheme, SchemeResult result) {

        /** Whether integer products round the weights, with the scales of codes: others than those of the rounded model. */
        boolean integers() {
            return scheme.arithmetic().integers() && result.quantises();
        }

        /** Whether both are of the same scheme of the same model; times that were measured meanwhile do not count. */
        static boolean alike(Look one, Look other) {
            return one == null || other == null
                    ? one == other
                    : one.about() == other.about() && one.scheme().equals(other.scheme());
        }
    }

    /** @param otherWork whether times are measured now beside other work of the program */
    QuantizeViewModel(Workspace workspace, Threads threads, BooleanSupplier otherWork) {
        this.workspace = workspace;
        this.otherWork = otherWork;
        this.threads = threads;
        this.work = new QuantizeWork(threads);
        choice = new ModelChoice(workspace, ModelChoice.QUANTIZE, () -> compared.get() != null || job.get() != null);
        chosen = choice.chosenProperty();
        name = chosen.flatMap(OpenModel::nameProperty);
        workspace.stayOpenWhile(model -> model == chosen.get());
        chosen.addListener((_, before, now) -> {
            keep(before);
            if (compared.get() != null
                    && !workspace.models().contains(compared.get().open())) {
                workspace.session.shows(RunKind.QUANTISATION, 0);
            }
            forget();
            rows.add(written.getOrDefault(now, List.of()));
            Optional.ofNullable(kept.remove(now)).ifPresent(this::bringBack);
        });
        workspace.models().subscribe(() -> {
            kept.keySet().retainAll(workspace.models());
            written.keySet().retainAll(workspace.models());
            work.forgetClosed(workspace.models());
        });
        keepChoices(workspace.session);
        // What is known is of other bits.
        sensitivityBits.addListener(_ -> effects.clear());
        look.bind(Bindings.createObjectBinding(
                this::look, selected, compared, selected.flatMap(SchemeRow::resultProperty)));
    }

    private void keepChoices(Session session) {
        session.keep(
                "quantizeTiming",
                text -> timing.set(Timing.valueOf(text)),
                () -> timing.get().name(),
                timing::subscribe);
        session.keep(
                "quantizeBits",
                text -> sensitivityBits.set(
                        Math.clamp(Integer.parseInt(text), Integers.FEWEST_BITS, Integers.MOST_BITS)),
                () -> String.valueOf(sensitivityBits.get()),
                sensitivityBits::subscribe);
        session.keep("quantizeSchemes", rows::want, rows::wantedNames, rows::onWanted);
    }

    private Look look() {
        SchemeRow row = selected.get();
        SchemeResult result = row == null ? null : row.resultProperty().get();
        return result == null || compared.get() == null ? null : new Look(compared.get(), row.scheme, result);
    }

    private void keep(OpenModel model) {
        if (!workspace.models().contains(model)) {
            return;
        }
        written.put(model, rows.own());
        if (compared.get() != null && compared.get().open() == model) {
            kept.put(
                    model,
                    new Kept(
                            compared.get(),
                            reference.get(),
                            disturbed.get(),
                            rows.results(),
                            rows.refusals(),
                            sensitivityBits.get(),
                            List.copyOf(effects)));
        }
    }

    private void bringBack(Kept of) {
        of.results().forEach(rows::show);
        of.refusals().forEach(rows::refuse);
        rows.settle();
        if (of.sensitivityBits() == sensitivityBits.get()) {
            effects.setAll(of.effects());
        }
        disturbed.set(of.disturbed());
        reference.set(of.reference());
        compared.set(of.about());
    }

    /** All of it was of another model. What that one's comparison came to so far is kept. */
    private void forget() {
        if (job.get() != null && compared.get() != null && !stopping) {
            workspace.tell(
                    "The measurement of " + compared.get().open().name() + " was stopped: Measure begins it anew");
            cancel();
        }
        endRecord(Optional.empty());
        rows.reset();
        effects.clear();
        disturbed.set(false);
        reference.set(null);
        compared.set(null);
        problem.set(null);
    }

    void choose(OpenModel model) {
        choice.choose(model);
    }

    /** The results of the selected scheme; null before measurement. */
    ReadOnlyObjectProperty<Look> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /** The model's scores in float32; null before they are known. */
    ReadOnlyObjectProperty<Evaluation> referenceProperty() {
        return reference.getReadOnlyProperty();
    }

    /** Whether other work of the program was there while what is shown was measured, which makes times too long. */
    ReadOnlyBooleanProperty disturbedProperty() {
        return disturbed.getReadOnlyProperty();
    }

    /** Null before anything was compared. */
    ReadOnlyObjectProperty<Compared> comparedProperty() {
        return compared.getReadOnlyProperty();
    }

    /** Null while nothing runs. */
    ReadOnlyObjectProperty<Job> jobProperty() {
        return job.getReadOnlyProperty();
    }

    /** Tells why something cannot be. */
    void tell(String reason) {
        problem.set(new Problem("Could not quantise", reason));
    }

    /** Why there is nothing to compare; empty if there is. */
    Optional<String> obstacle() {
        return unmeasurable()
                .or(() -> rows.wanted().isEmpty() ? Optional.of("No scheme is chosen: tick one.") : Optional.empty());
    }

    /** The same of parts of the network, whatever schemes are ticked. */
    private Optional<String> unmeasurable() {
        if (chosen.get() == null) {
            return Optional.of("No model to quantise yet.");
        }
        if (chosen.get().saved().isEmpty()) {
            return Optional.of(chosen.get().name() + " has no weights yet.");
        }
        return dataset(chosen.get()).isEmpty()
                ? Optional.of("No data that fit " + chosen.get().name() + ": choose its data set in Train.")
                : Optional.empty();
    }

    /** The data to evaluate a model on: its own, or those chosen in Train if they match. */
    private Optional<Dataset> dataset(OpenModel open) {
        NetworkSpec network = open.modelProperty().get().network();
        return open.dataset()
                .or(() -> Optional.ofNullable(workspace.datasetProperty().get()))
                .filter(data ->
                        open.fitting(data, network).isPresent() && data.test().size() > 0);
    }

    /** What would be compared now: as before, if neither weights nor data have changed, so that nothing is rounded again. */
    private Compared about() {
        SavedModel model = chosen.get().saved().orElseThrow();
        Dataset data = dataset(chosen.get()).orElseThrow();
        Compared before = compared.get();
        boolean same = before != null
                && before.open() == chosen.get()
                && before.model().model() == model.model()
                && before.chosen() == data;
        return same ? before : new Compared(chosen.get(), model, data, model.seen(data));
    }

    /** Adds a scheme, written as on the command line; false, with a problem, if it is not understood. */
    boolean add(String text) {
        if (chosen.get() == null || chosen.get().modelProperty().get() == null) {
            tell("Train or open a model first: a scheme depends on its layers.");
            return false;
        }
        try {
            rows.add(text, chosen.get().modelProperty().get().network());
            problem.set(null);
            return true;
        } catch (QuantizeException e) {
            tell(e.getMessage());
            return false;
        }
    }

    void remove(SchemeRow row) {
        if (row.own() && job.get() == null) {
            rows.remove(row);
        }
    }

    /** Measures every selected scheme. */
    void start() {
        if (job.get() != null || obstacle().isPresent()) {
            return;
        }
        Compared about = about();
        if (compared.get() != about) {
            effects.clear();
        }
        rows.clear();
        problem.set(null);
        disturbed.set(false);
        reference.set(null);
        compared.set(about);
        stopping = false;
        List<SchemeRow> measured = rows.wanted();
        record = new ComparisonRun(
                workspace.library.records,
                about.model(),
                about.open().run().isPresent() ? "" : about.open().name(),
                about.open().name(),
                about.dataset().name(),
                measured.size());
        record.begin();
        record.number(run -> threads.ui().execute(() -> workspace.session.shows(RunKind.QUANTISATION, run)));
        work.compare(
                about,
                measured.stream().map(row -> row.scheme).toList(),
                timing.get(),
                event -> {
                    // Some may still be on its way when another model has been chosen.
                    if (compared.get() == about) {
                        show(event);
                    }
                },
                failure -> {
                    if (compared.get() == about) {
                        endRecord(failure);
                    }
                    ended(about, failure);
                });
        // Whoever sees it can cancel what has begun.
        job.set(new Job("quantising " + chosen.get().name(), 0));
    }

    private void endRecord(Optional<String> failure) {
        if (record != null) {
            record.end(failure, stopping);
            record = null;
        }
    }

    /** Shows a stored comparison, with its model open in all panes. */
    void open(SavedModel model, ComparisonResult result, String name) {
        OpenModel open = workspace.models().stream()
                .filter(known -> model.model().equals(known.modelProperty().get()))
                .findFirst()
                .orElseGet(() -> opened(model, name));
        choose(open);
        List<Scheme> own = rows.own();
        forget();
        rows.add(own);
        result.schemes().forEach(rows::show);
        rows.settle();
        reference.set(result.float32());
        measuredOn(open, model, result).ifPresent(compared::set);
    }

    /**
     * Shows a stored comparison, if its model is open and nothing was measured of it since.
     *
     * @param name of the model if the comparison had opened it, as it does again
     */
    void bringBack(SavedModel model, ComparisonResult result, Optional<String> name) {
        workspace.models().stream()
                .filter(known -> model.model().equals(known.modelProperty().get()))
                .findFirst()
                .or(() -> name.map(called -> opened(model, called)))
                .ifPresent(open -> measuredOn(open, model, result).ifPresent(about -> {
                    Kept of = new Kept(
                            about,
                            result.float32(),
                            false,
                            result.schemes(),
                            List.of(),
                            sensitivityBits.get(),
                            List.of());
                    if (chosen.get() != open) {
                        kept.putIfAbsent(open, of);
                    } else if (compared.get() == null && job.get() == null) {
                        bringBack(of);
                    }
                }));
    }

    private Optional<Compared> measuredOn(OpenModel open, SavedModel model, ComparisonResult result) {
        return dataset(open)
                .filter(data -> data.name().equals(model.dataset())
                        && data.test().size() == result.float32().total())
                .map(data -> new Compared(open, model, data, model.seen(data)));
    }

    private OpenModel opened(SavedModel model, String name) {
        OpenModel open = workspace.open(name, model.target(), model.image());
        open.describe(model::with);
        open.update(model.model());
        return open;
    }

    private void show(ComparisonEvent event) {
        if (record != null) {
            record.accept(event);
        }
        if (timing.get() != Timing.NONE && otherWork.getAsBoolean()) {
            disturbed.set(true);
        }
        switch (event) {
            case ComparisonEvent.Reference r -> reference.set(r.float32());
            case ComparisonEvent.Refused r -> rows.refuse(r.refusal());
            case ComparisonEvent.Scored s -> rows.update(s.result());
            case ComparisonEvent.Timed t -> t.results().forEach(rows::update);
            case ComparisonEvent.Progress p -> progress(p.doing(), p.share());
        }
    }

    private void progress(String doing, double share) {
        if (job.get() != null) {
            job.set(new Job(compared.get().open().name() + " · " + doing + work.remaining(share), share));
        }
    }

    /** Runs the sensitivity analysis on training samples. */
    void startSensitivity() {
        if (job.get() != null) {
            return;
        }
        Optional<String> why = unmeasurable();
        if (why.isPresent()) {
            tell(why.get());
            return;
        }
        Compared about = about();
        if (compared.get() != about) {
            rows.clear();
            reference.set(null);
        }
        compared.set(about);
        stopping = false;
        effects.clear();
        problem.set(null);
        int parts = Sensitivity.parts(about.model().model().network()).size();
        work.sensitivity(
                about,
                sensitivityBits.get(),
                workspace.threadsProperty().get(),
                effect -> {
                    if (compared.get() == about) {
                        effects.add(effect);
                        progress("quantising " + effect.part().label(), (double) effects.size() / parts);
                    }
                },
                failure -> ended(about, failure));
        job.set(new Job("measuring the sensitivity of " + chosen.get().name(), 0));
    }

    private void ended(Compared about, Optional<String> failure) {
        rows.settle();
        job.set(null);
        failure.filter(_ -> compared.get() == about).ifPresent(this::tell);
    }

    /** Stops running work; results are retained. */
    void cancel() {
        stopping = true;
        work.cancel();
    }
}
