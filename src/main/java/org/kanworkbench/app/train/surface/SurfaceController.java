package org.kanworkbench.app.train.surface;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.activations.layer.LiveNetwork;
import org.kanworkbench.app.activations.layer.NetworkPicture;
import org.kanworkbench.app.chart.GridMap;
import org.kanworkbench.app.chart.PlaneMap;
import org.kanworkbench.app.chart.ValueMap;
import org.kanworkbench.app.chart.ValueScale;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PictureMenu;
import org.kanworkbench.app.controls.Styled;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.run.LiveRun;
import org.kanworkbench.app.train.run.Pace;
import org.kanworkbench.app.train.surface.SurfaceViewModel.Shown;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.plot.Palette;

/** Shows the newest run's decision surface, with the training points, and smaller those of the runs beside it. */
public final class SurfaceController {

    private final TrainViewModel viewModel;
    private final SurfaceViewModel surface;
    private final PictureFiles pictures;
    private final Navigator navigator;

    @FXML
    private VBox card;

    @FXML
    private Label title;

    @FXML
    private Label scaled;

    @FXML
    private ComboBox<Pace> pace;

    @FXML
    private PlaneMap plane;

    @FXML
    private PictureMenu export;

    @FXML
    private FlowPane beside;

    @FXML
    private FlowPane classes;

    @FXML
    private Label legend;

    @FXML
    private NetworkPicture network;

    public SurfaceController(
            TrainViewModel viewModel, SurfaceViewModel surface, PictureFiles pictures, Navigator navigator) {
        this.viewModel = viewModel;
        this.surface = surface;
        this.pictures = pictures;
        this.navigator = navigator;
    }

    @FXML
    private void initialize() {
        Showing.when(card, surface.datasetProperty().isNotNull());
        export.offer(new PictureFiles.Item("surface", plane), pictures);
        LiveNetwork live = new LiveNetwork(network, viewModel.workspace.threads());
        surface.datasetProperty().subscribe(this::showPoints);
        surface.shownProperty().subscribe(shown -> {
            showMap();
            if (shown == null) {
                live.clear();
            } else {
                // The network that has answered, beside its answers.
                live.show(shown.run().model, shown.model(), shown.run().dataset);
            }
        });
        surface.partMapProperty().subscribe(_ -> showMap());
        network.setOnHover(surface::pointAt);
        network.focusedProperty().subscribe(focused -> {
            if (!focused && !network.isHover()) {
                surface.pointAt(null);
            }
        });
        surface.pointedAtProperty().subscribe(network::mark);
        network.setOnChoose(edge -> {
            Shown shown = surface.shownProperty().get();
            if (shown != null && edge.isIn(shown.model().network())) {
                viewModel.workspace.inspect(shown.run().model, edge);
                navigator.show("activations");
            }
        });
        surface.besideProperty().subscribe(this::showBeside);
        Showing.when(
                pace, surface.datasetProperty().map(SurfaceViewModel::isWatched).orElse(false));
        pace.getItems().setAll(Pace.values());
        pace.setConverter(Labels.of(Pace::label));
        pace.valueProperty().bindBidirectional(viewModel.live.pacer.pace);
    }

    private void showPoints(Dataset dataset) {
        if (dataset == null) {
            return;
        }
        plane.show(surface.points(), dataset.target().names());
        Showing.now(scaled, dataset.scaling().isPresent());
        dataset.scaling()
                .map(ColumnScaling::columns)
                .ifPresent(columns ->
                        scaled.setText("x axis: " + columns.getFirst().name() + " · y axis: "
                                + columns.getLast().name()));
        classes.getChildren().clear();
        for (int c = 0; c < dataset.outputs() && dataset.target() instanceof Target.Classes; c++) {
            Region mark =
                    Styled.of(new Region(), "class-mark", "class-mark-" + (PlaneMap.shape(c) + 1), Palette.style(c));
            Label name = Styled.of(new Label(dataset.target().names().get(c), mark), "type-label");
            classes.getChildren().add(name);
        }
        showMap();
    }

    private void showBeside(List<SurfaceViewModel.Beside> runs) {
        beside.getChildren().setAll(runs.stream().map(this::picture).toList());
        Showing.now(beside, !runs.isEmpty());
    }

    private Node picture(SurfaceViewModel.Beside other) {
        Region mark = Styled.of(new Region(), "series-mark");
        Button name = new Button("", mark);
        name.setId("surface-of-" + other.run().number);
        name.textProperty().bind(other.run().model.nameProperty());
        name.getStyleClass().addAll("flat", Palette.style(other.run().model.series()));
        name.setTooltip(new Tooltip("Show this run above, with its network and scores"));
        name.setOnAction(_ -> viewModel.show(other.run()));
        name.disableProperty().bind(viewModel.live.phaseProperty().isNotEqualTo(LiveRun.Phase.IDLE));
        PlaneMap small = new PlaneMap();
        small.accessibleTextProperty().bind(other.run().model.nameProperty().map(run -> "Surface of " + run));
        small.show(surface.points(), surface.datasetProperty().get().target().names());
        small.show(other.map());
        return new VBox(name, small);
    }

    private void showMap() {
        GridMap map = shownMap();
        plane.show(map);
        if (map instanceof ValueMap values) {
            legend.setText(plane.drawn() + values.scale().legend());
        } else {
            ValueScale ofPoints = ValueScale.of(surface.points().values());
            boolean numbers = surface.points().values().length > 0;
            legend.setText(plane.drawn() + (numbers ? ofPoints.legend() : "Lighter = less certain"));
        }
        showTitle();
    }

    private GridMap shownMap() {
        Shown shown = surface.shownProperty().get();
        ValueMap part = surface.partMapProperty().get();
        return part != null || shown == null ? part : shown.map();
    }

    private void showTitle() {
        Shown shown = surface.shownProperty().get();
        String what = shownMap() instanceof ValueMap values ? values.name() : "Decision surface";
        title.setText(
                shown == null
                        ? "Training points"
                        : what + " · " + shown.run().model.name());
        network.setAccessibleText(
                surface.pointedAtProperty().get() == null || !(shownMap() instanceof ValueMap values)
                        ? "Network, with a function on every edge. Arrow keys mark an edge, with Shift a unit. Enter opens the edge in Activations"
                        : values.name());
    }
}
