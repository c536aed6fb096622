package org.kanworkbench.app.activations;

import java.util.List;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import org.kanworkbench.app.activations.attribution.AttributionController;
import org.kanworkbench.app.activations.attribution.AttributionViewModel;
import org.kanworkbench.app.activations.columns.ColumnsController;
import org.kanworkbench.app.activations.columns.EffectController;
import org.kanworkbench.app.activations.edge.EdgeInspectorController;
import org.kanworkbench.app.activations.edge.EditController;
import org.kanworkbench.app.activations.edge.EditViewModel;
import org.kanworkbench.app.activations.film.FilmRecorder;
import org.kanworkbench.app.activations.film.TimelineController;
import org.kanworkbench.app.activations.kernel.KernelController;
import org.kanworkbench.app.activations.layer.LayerController;
import org.kanworkbench.app.activations.layer.LiveUnit;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.FilePrompts;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.OpenModel.LiveUpdates;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.pane.Layout;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.PaneFace;
import org.kanworkbench.app.pane.Shortcut;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Frames;

/** The Activations pane, which shows the edge functions of a network. */
public final class ActivationsPane extends WorkbenchPane {

    /** The pane's description before it is created. */
    public static final PaneFace FACE = new PaneFace(
            "activations",
            "Activations",
            "mdi2s-sine-wave",
            "Every edge of the network carries a function of one input, and here is what each has learned. "
                    + "Choose a model and a layer, then an output at the left: its map shows how much it depends on each input. "
                    + "Move over the map to see an edge's curve at the right, click to keep it; its domain ends where the hatching begins. "
                    + "Below the map are the strongest edges, all with the same axes. "
                    + "While a network trains, everything follows its newest weights; the slider at the foot goes back in time.",
            new Shortcut("Arrows", "go to the next unit, pixel or edge"),
            new Shortcut("Enter", "pin what is marked"),
            new Shortcut("Ctrl+Z", "take a change of the curve back"),
            new Shortcut("Ctrl+Y", "make it again"));

    private final ActivationsViewModel viewModel;
    private final FilmRecorder film;
    private final ActivationsExport export;
    private final EditedModels kept;
    /** A field, as an unreferenced binding would be garbage-collected. */
    private final EditViewModel edits;

    private BooleanBinding follows;

    /** @param stored models offered while none is open */
    public ActivationsPane(Workspace workspace, Navigator navigator, StoredModels stored) {
        super(FACE);
        viewModel = new ActivationsViewModel(workspace, workspace.threads());
        AttributionViewModel attributed = new AttributionViewModel(viewModel, workspace.threads());
        ActivationsController controller =
                new ActivationsController(viewModel, attributed, () -> navigator.show("train"), stored);
        AttributionController attribution = new AttributionController(attributed, () -> navigator.show("draw"));
        kept = new EditedModels(viewModel, workspace.threads(), workspace::tell);
        edits = new EditViewModel(viewModel, kept, workspace.threads());
        FilePrompts asked = workspace.prompts(this::window);
        film = new FilmRecorder(viewModel, workspace.threads(), controller::picture, workspace::tell);
        EdgeInspectorController inspector = new EdgeInspectorController(edits);
        Parent content = Layout.load(
                "activations",
                controller,
                new LayerController(viewModel),
                inspector,
                new EditController(edits, asked),
                attribution,
                new ColumnsController(viewModel, workspace.threads()),
                new EffectController(workspace.threads(), viewModel.problem),
                new KernelController(viewModel, workspace.threads()),
                new TimelineController(viewModel, film.jobProperty()));
        export = new ActivationsExport(
                viewModel,
                new PictureFiles(asked, new BackgroundWork(workspace.threads(), viewModel.problem), workspace::tell),
                film,
                controller::followsSnapshots,
                () -> Stream.of(controller.exports(), attribution.exports(), inspector.exports())
                        .flatMap(List::stream)
                        .toList());
        controller.keepView(workspace.session.parts);
        workspace.explained.subscribe(row -> {
            if (row != null) {
                // The Draw pane shows predictions of the newest weights.
                viewModel.choice.chooseTaking(row.length);
                viewModel.showSnapshot(null);
                edits.discard();
                controller.showAttribution();
            }
        });
        workspace.askedProperty().subscribe(wanted -> {
            if (wanted != null && wanted.edge() != null && viewModel.chosen.get() == wanted.model()) {
                // Train shows the newest weights.
                viewModel.showSnapshot(null);
                controller.showEdge(wanted.edge());
            }
        });
        viewModel.inView.bind(inView());
        followRuns(new LiveUnit(viewModel, workspace.threads()));
        lay(content, export.menu);
        job.bind(film.jobProperty());
        context.bind(viewModel.chosen.flatMap(OpenModel::nameProperty).orElse("no model"));
    }

    /** Requests frames only while a run is followed. */
    private void followRuns(LiveUnit unit) {
        ObservableValue<LiveUpdates> run = viewModel.chosen.flatMap(OpenModel::liveUpdatesProperty);
        follows = Bindings.createBooleanBinding(
                () -> viewModel.inView.get() && run.getValue() != null, viewModel.inView, run);
        Frames.whenever(follows, now -> now, unit::frame);
    }

    @Override
    public List<String> losses() {
        return Stream.concat(edits.loss().stream(), kept.losses().stream()).toList();
    }

    /** Ends the film. */
    @Override
    public void cancel() {
        film.cancel();
    }

    @Override
    public void undo() {
        edits.undo();
    }

    @Override
    public void redo() {
        edits.redo();
    }
}
