package org.kanworkbench.app.activations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.activations.edge.CurvesWork;
import org.kanworkbench.app.activations.edge.EdgeSelection;
import org.kanworkbench.app.activations.edge.Inspection;
import org.kanworkbench.app.activations.film.StoredSnapshots;
import org.kanworkbench.app.activations.layer.LayerPicture;
import org.kanworkbench.app.activations.layer.LayerWork;
import org.kanworkbench.app.activations.layer.Measured;
import org.kanworkbench.app.activations.layer.NetworkCurves;
import org.kanworkbench.app.activations.layer.UnitCurves;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.ModelChoice;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;

/**
 * The state of the Activations pane: the selected model, layer, output and edge, and the results for them. Results are
 * computed in the background whenever the selection or the weights change while the pane is in view. Use on the
 * interface thread only.
 */
public final class ActivationsViewModel {

    private static final String UNCOMPUTED = "The activations could not be computed";

    public final Workspace workspace;
    private final NewestFirst<LayerWork.Request, LayerWork.Answer> layerWork;
    private final NewestFirst<CurvesWork.Request, CurvesWork.Answer> curvesWork;
    /** Whether the pane is visible: a hidden one computes nothing. */
    public final BooleanProperty inView = new SimpleBooleanProperty();
    /** The choice of model. */
    public final ModelChoice choice;

    /** Null without a model, and until the one that was in front last time is open again. */
    public final ReadOnlyObjectProperty<OpenModel> chosen;

    /** The selection of layer, output and edges. */
    public final EdgeSelection selection;

    private final StoredSnapshots storedSnapshots;
    private final ReadOnlyObjectWrapper<Snapshot> snapshot = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Model> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<LayerPicture> picture = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<UnitCurves> unit = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Inspection> inspection = new ReadOnlyObjectWrapper<>();
    /** The pinned edges' functions, in the order of {@link EdgeSelection#pins}. */
    public final ObservableList<CurvesWork.PinnedCurve> pinnedCurves = FXCollections.observableArrayList();

    private final ReadOnlyObjectWrapper<NetworkCurves> network = new ReadOnlyObjectWrapper<>();
    /** The last error; null for none. */
    public final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();

    private final InvalidationListener newWeights = _ -> refresh();
    private final WeakInvalidationListener weakNewWeights = new WeakInvalidationListener(newWeights);
    private final Map<OpenModel, Measured> measured = new HashMap<>();
    private final ReadOnlyObjectWrapper<Model> edited = new ReadOnlyObjectWrapper<>();
    /** Whether the unit's curves are of a live update. */
    private boolean between;

    public ActivationsViewModel(Workspace workspace, Threads threads) {
        this.workspace = workspace;
        choice = new ModelChoice(workspace, ModelChoice.ACTIVATIONS, this::isEdited);
        chosen = choice.chosenProperty();
        selection = new EdgeSelection(chosen, this::showOtherLayer, this::refreshCurves);
        chosen.addListener(_ -> use());
        storedSnapshots = new StoredSnapshots(workspace.library, threads);
        LayerWork layers = new LayerWork();
        CurvesWork curves = new CurvesWork();
        layerWork = new NewestFirst<>(threads, layers::answer, this::showLayer, problem, UNCOMPUTED);
        curvesWork = new NewestFirst<>(threads, curves::answer, this::showCurves, problem, UNCOMPUTED);
        workspace.models().addListener((ListChangeListener<OpenModel>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(this::remove);
                change.getAddedSubList().forEach(this::add);
            }
        });
        workspace.models().forEach(this::add);
        workspace.stayOpenWhile(
                model -> choice.staysWith(model) || selection.pins.stream().anyMatch(pin -> pin.model() == model));
        workspace.datasetProperty().addListener(_ -> refresh());
        inView.addListener(_ -> {
            lookUpSnapshots();
            refresh();
        });
    }

    private void add(OpenModel model) {
        model.modelProperty().addListener(weakNewWeights);
    }

    private void remove(OpenModel model) {
        model.modelProperty().removeListener(weakNewWeights);
        selection.forget(model);
        pinnedCurves.removeIf(pinned -> pinned.pin().model() == model);
        measured.remove(model);
        storedSnapshots.forget(model);
    }

    private void use() {
        snapshot.set(null);
        edited.set(null);
        selection.clear();
        shown.set(null);
        forget();
        lookUpSnapshots();
        refresh();
    }

    private void lookUpSnapshots() {
        if (inView.get()) {
            storedSnapshots.lookAt(chosen.get());
        }
    }

    private void showOtherLayer() {
        forgetLayer();
        refresh();
    }

    /** The current or pending subject; null for none. */
    public Model weights() {
        return chosen.get() == null ? null : weights(chosen.get());
    }

    private Model weights(OpenModel open) {
        if (open != chosen.get()) {
            return open.modelProperty().get();
        }
        Model then = snapshot.get() == null
                ? open.modelProperty().get()
                : snapshot.get().model();
        return isEdited() ? edited.get() : then;
    }

    /** The edge functions for given weights of the chosen model, with the input ranges of its displayed curves. */
    public EdgeFunctions functions(Model weights) {
        return Optional.ofNullable(measured.get(chosen.get()))
                .filter(last -> last.tellsOf(weights))
                .map(last -> last.functionsOf(weights))
                .orElseGet(() -> new EdgeFunctions(weights));
    }

    /** Shows edited weights in place of the chosen model's; null for its own. */
    public void edit(Model changed) {
        if (edited.get() != changed) {
            edited.set(changed);
            // Edits must be visible at once; the new importance of edges takes longer.
            refreshCurves();
            refresh();
        }
    }

    /** Whether edited weights are shown. */
    public boolean isEdited() {
        return edited.get() != null;
    }

    /** The edited weights that are shown; null for the chosen model's own. */
    public ReadOnlyObjectProperty<Model> editedProperty() {
        return edited.getReadOnlyProperty();
    }

    /** Shows a snapshot of the chosen model; null to follow its newest weights. */
    public void showSnapshot(Snapshot shown) {
        if (snapshot.get() != shown) {
            snapshot.set(shown);
            refresh();
        }
    }

    /** The chosen model's training data, or else the chosen data set if it matches. */
    public Optional<Dataset> dataset(Model weights) {
        return chosen.get()
                .dataset()
                .or(() -> Optional.ofNullable(workspace.datasetProperty().get())
                        .flatMap(data -> chosen.get().fitting(data, weights.network())));
    }

    private void refresh() {
        Model weights = weights();
        if (!inView.get() || weights == null) {
            return;
        }
        selection.limitLayer(weights.network().layers().size());
        // Curves follow it, see showLayer: drawing them here as well would draw them twice.
        layerWork.submit(new LayerWork.Request(chosen.get(), weights, layer(), dataset(weights)));
    }

    private void refreshCurves() {
        Model weights = weights();
        if (!inView.get() || weights == null) {
            return;
        }
        selection.limitOutput(weights.network().layers().get(layer()).outputs());
        List<CurvesWork.PinnedWeights> pinned = selection.pins.stream()
                .filter(pin -> weights(pin.model()) != null)
                .map(pin -> new CurvesWork.PinnedWeights(pin, weights(pin.model())))
                .toList();
        curvesWork.submit(new CurvesWork.Request(
                chosen.get(),
                weights,
                layer(),
                output(),
                Optional.ofNullable(subject()),
                pinned,
                Map.copyOf(measured)));
    }

    /** The edge in the inspector: the one under the pointer, or the clicked one, or the strongest. */
    private Edge subject() {
        LayerPicture now = picture.get();
        return selection
                .pointedAt()
                .orElseGet(() -> now == null || now.names().layer() != layer() || output() >= now.outputs()
                        ? null
                        : new Edge(layer(), output(), now.strongest(output(), 1)[0]));
    }

    private int layer() {
        return selection.layerProperty().get();
    }

    private int output() {
        return selection.outputProperty().get();
    }

    private void showLayer(LayerWork.Request request, LayerWork.Answer answer) {
        if (request.open() != chosen.get() || answer.picture().names().layer() != layer()) {
            return;
        }
        measured.put(request.open(), answer.measured());
        network.set(answer.network().orElse(null));
        picture.set(answer.picture());
        selection.suggestOutput(answer.picture().strongestOutput());
        refreshCurves();
    }

    private void showCurves(CurvesWork.Request request, CurvesWork.Answer answer) {
        if (request.open() != chosen.get() || answer.unit().layer() != layer()) {
            return;
        }
        if (!(between && followsRun() && sameOutput(answer.unit(), unit.get()))) {
            between = false;
            unit.set(answer.unit());
        }
        inspection.set(answer.subject().orElse(null));
        pinnedCurves.setAll(answer.pins());
        Measured known = measured.get(request.open());
        if (known != null && known.weights() == request.weights()) {
            shown.set(request.weights());
        }
    }

    private static boolean sameOutput(UnitCurves a, UnitCurves b) {
        return b != null && a.layer() == b.layer() && a.output() == b.output();
    }

    /**
     * Whether curves of the chosen output can show live updates: a run is running, its newest weights are shown, and
     * the domain follows from the weights.
     */
    public boolean followsRun() {
        OpenModel open = chosen.get();
        return inView.get()
                && open != null
                && open.liveUpdatesProperty().get() != null
                && snapshot.get() == null
                && !isEdited()
                && unit.get() != null
                && !weights().network().layers().get(layer()).measuresRange();
    }

    /** Shows curves of newer weights than those of the rest of the pane. */
    public void showBetween(OpenModel open, UnitCurves curves) {
        if (open == chosen.get() && followsRun() && curves.layer() == layer() && curves.output() == output()) {
            between = true;
            unit.set(curves);
        }
    }

    private void forget() {
        forgetLayer();
        network.set(null);
    }

    private void forgetLayer() {
        picture.set(null);
        unit.set(null);
        inspection.set(null);
    }

    /** The shown snapshot; null while the newest weights are followed. */
    public ReadOnlyObjectProperty<Snapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** The weights of all shown results; null before the first. */
    public ReadOnlyObjectProperty<Model> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Null before the first result. */
    public ReadOnlyObjectProperty<LayerPicture> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    /** Null before the first result. */
    public ReadOnlyObjectProperty<UnitCurves> unitProperty() {
        return unit.getReadOnlyProperty();
    }

    /** Null before the first result. */
    public ReadOnlyObjectProperty<Inspection> inspectionProperty() {
        return inspection.getReadOnlyProperty();
    }

    /** All edge functions of the chosen model; null if there are none or it is too large to display in full. */
    ReadOnlyObjectProperty<NetworkCurves> networkProperty() {
        return network.getReadOnlyProperty();
    }
}
