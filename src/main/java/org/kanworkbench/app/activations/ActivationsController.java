package org.kanworkbench.app.activations;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.embed.swing.SwingFXUtils;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.kanworkbench.app.activations.attribution.AttributionViewModel;
import org.kanworkbench.app.activations.columns.ColumnsController;
import org.kanworkbench.app.activations.kernel.KernelController;
import org.kanworkbench.app.activations.layer.LayerController;
import org.kanworkbench.app.activations.layer.LayerPicture;
import org.kanworkbench.app.activations.layer.NetworkCurves;
import org.kanworkbench.app.activations.layer.NetworkPicture;
import org.kanworkbench.app.activations.layer.UnitGrid;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.NoModel;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.controls.setting.Segment;
import org.kanworkbench.app.controls.setting.Segments;
import org.kanworkbench.app.models.ModelCell;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.session.Session;
import org.kanworkbench.data.Counted;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;

/** Binds model, layer, output and the choice of view to the view model. */
public final class ActivationsController {

    private final ActivationsViewModel viewModel;
    private final AttributionViewModel attributed;
    private final Runnable train;
    private final StoredModels stored;
    /** The chosen model's layers; null without a model. */
    private final ObservableValue<Model> weights;

    @FXML
    private VBox work;

    @FXML
    private NoModel empty;

    @FXML
    private ComboBox<OpenModel> model;

    @FXML
    private ComboBox<Integer> layer;

    @FXML
    private Label unitsTitle;

    @FXML
    private UnitGrid units;

    @FXML
    private ErrorCard error;

    @FXML
    private VBox middle;

    @FXML
    private Segments views;

    @FXML
    private Segment networkView;

    @FXML
    private Segment layerView;

    @FXML
    private Segment attributionView;

    @FXML
    private Segment kernelsView;

    @FXML
    private Segment columnsView;

    @FXML
    private Node columns;

    @FXML
    private ColumnsController columnsController;

    @FXML
    private Node kernels;

    @FXML
    private KernelController kernelsController;

    @FXML
    private Node attribution;

    @FXML
    private VBox networkBox;

    @FXML
    private Node layerBox;

    @FXML
    private LayerController layerBoxController;

    @FXML
    private NetworkPicture network;

    private boolean showing;
    /** Those that the choice of a layer names. */
    private List<LayerSpec> named = List.of();

    /** Whether the last shown model is small enough to display in full; null before the first, whose view is kept. */
    private Boolean whole;

    /**
     * @param train opens the Train pane
     * @param stored models offered while none is open
     */
    ActivationsController(
            ActivationsViewModel viewModel, AttributionViewModel attributed, Runnable train, StoredModels stored) {
        this.viewModel = viewModel;
        this.attributed = attributed;
        this.train = train;
        this.stored = stored;
        weights = viewModel.chosen.flatMap(OpenModel::modelProperty);
    }

    @FXML
    private void initialize() {
        bindChoice();
        bindEmptyState();
        error.bind(viewModel.problem);
        bindViews();
        InvalidationListener picture = _ -> showPicture();
        viewModel.pictureProperty().addListener(picture);
        viewModel.selection.outputProperty().addListener(picture);
        units.setOnChoose(viewModel.selection::chooseOutput);
        showPicture();
    }

    private void bindChoice() {
        model.setConverter(Labels.of(OpenModel::name));
        ModelCell.offer(model, viewModel.workspace.models(), viewModel.chosen, viewModel.choice::choose);
        layer.setOnAction(_ -> {
            if (!showing && layer.getValue() != null) {
                viewModel.selection.chooseLayer(layer.getValue());
            }
        });
        InvalidationListener choice = _ -> showChoice();
        viewModel.chosen.addListener(choice);
        viewModel.selection.layerProperty().addListener(choice);
        viewModel.pictureProperty().addListener(choice);
        showChoice();
    }

    private void bindViews() {
        BooleanBinding whole = offer(networkView, networkBox, () -> isSmall(weights.getValue()));
        BooleanBinding explained = offer(attributionView, attribution, () -> seesPictures(weights.getValue()));
        BooleanBinding byColumn = offer(columnsView, columns, this::seesColumns);
        BooleanBinding inside = offer(kernelsView, kernels, () -> KernelController.has(weights.getValue()));
        Showing.when(layerBox, whole.or(explained).or(byColumn).or(inside).not());
        Showing.when(
                views,
                networkView
                        .visibleProperty()
                        .or(attributionView.visibleProperty())
                        .or(columnsView.visibleProperty())
                        .or(kernelsView.visibleProperty()));
        kernelsController.wanted.bind(inside.and(viewModel.inView));
        columnsController.wanted.bind(byColumn.and(viewModel.inView));
        attributed.wanted.bind(explained.and(viewModel.inView));
        weights.subscribe(now -> {
            if (now != null) {
                chooseView(now);
            }
        });
        viewModel.chosen.addListener(_ -> network.restore());
        viewModel.networkProperty().subscribe(network::show);
        network.setOnHover(part -> viewModel.selection.hover(part instanceof Edge edge ? edge : null));
        network.setOnChoose(viewModel.selection::inspect);
        InvalidationListener marks =
                _ -> network.mark(viewModel.selection.pointedAt().orElse(null));
        viewModel.selection.hoveredProperty().addListener(marks);
        viewModel.selection.inspectedProperty().addListener(marks);
    }

    /** Offers a view while the model has it, and shows it while it is chosen, too; whether it is shown. */
    private BooleanBinding offer(Segment view, Node content, Callable<Boolean> has) {
        BooleanBinding offered = Bindings.createBooleanBinding(has, weights);
        BooleanBinding shown = offered.and(view.selectedProperty());
        Showing.when(view, offered);
        Showing.when(content, shown);
        return shown;
    }

    /** Begins with the view of last time, if the first model has it. */
    void keepView(Map<String, String> parts) {
        whole = parts.containsKey(views.getId()) ? null : false;
        views.keepIn(parts);
    }

    private static boolean isSmall(Model model) {
        return model != null && NetworkCurves.fits(model.network());
    }

    private boolean seesPictures(Model model) {
        OpenModel chosen = viewModel.chosen.get();
        return model != null
                && chosen != null
                && chosen.image()
                        .filter(shape -> shape.values() == model.network().inputs())
                        .isPresent();
    }

    private boolean seesColumns() {
        return ColumnsController.has(viewModel.chosen.get(), weights.getValue());
    }

    /** Keeps the chosen view if the model has it, or else shows the whole network or the layer. */
    private void chooseView(Model model) {
        boolean small = isSmall(model);
        boolean lost = networkView.isSelected() || layerView.isSelected()
                ? networkView.isSelected() && !small || whole != null && small != whole
                : Stream.of(attributionView, columnsView, kernelsView)
                        .anyMatch(view -> view.isSelected() && !view.isVisible());
        if (lost) {
            (small ? networkView : layerView).setSelected(true);
        }
        whole = small;
    }

    /** Opens the attribution view, if the model's inputs are images. */
    void showAttribution() {
        if (seesPictures(weights.getValue())) {
            attributionView.setSelected(true);
        }
    }

    /** Shows an edge of the chosen model in the view of its whole network or its layer. */
    void showEdge(Edge edge) {
        (isSmall(weights.getValue()) ? networkView : layerView).setSelected(true);
        viewModel.selection.choose(edge);
    }

    private void showChoice() {
        showing = true;
        OpenModel chosen = viewModel.chosen.get();
        Model weights = chosen == null ? null : chosen.modelProperty().get();
        List<Integer> layers = weights == null
                ? List.of()
                : IntStream.range(0, weights.network().layers().size()).boxed().toList();
        if (!layer.getItems().equals(layers)) {
            layer.getItems().setAll(layers);
        }
        if (weights != null && !weights.network().layers().equals(named)) {
            named = weights.network().layers();
            // Another converter, since the box writes nothing anew while its indices stay the same.
            layer.setConverter(Labels.of(this::layerName));
            layer.setButtonCell(new SizesCell());
        }
        layer.setValue(
                layers.isEmpty() ? null : viewModel.selection.layerProperty().get());
        showing = false;
    }

    private String layerName(int index) {
        return index >= named.size()
                ? ""
                : sizes(index) + " · " + named.get(index).basis().label();
    }

    private String sizes(int index) {
        LayerSpec spec = named.get(index);
        return (index + 1) + ":  " + spec.inputs() + " → " + spec.outputs();
    }

    /** The layer of the closed box, which has no room for every basis. */
    private final class SizesCell extends ListCell<Integer> {
        @Override
        protected void updateItem(Integer index, boolean empty) {
            super.updateItem(index, empty);
            setText(empty || index == null || index >= named.size() ? "" : sizes(index));
        }
    }

    private void bindEmptyState() {
        BooleanBinding nothing = Bindings.createBooleanBinding(() -> weights.getValue() == null, weights);
        work.visibleProperty().bind(nothing.not());
        empty.visibleProperty().bind(nothing);
        empty.bind(
                Bindings.when(viewModel.chosen.isNotNull())
                        .then("The first weights arrive with the first evaluation, in a moment.")
                        .otherwise(Bindings.when(viewModel.workspace.session.reopening)
                                .then(Session.REOPENING)
                                .otherwise("No model yet. Train one or open a model file.")),
                train,
                stored,
                _ -> true);
        empty.offerTrain(viewModel.chosen.isNull().and(viewModel.workspace.session.reopening.not()));
    }

    /** A picture of the pane's middle, as it is shown. */
    BufferedImage picture() {
        Node shown = Stream.of(networkBox, attribution, columns, kernels)
                .filter(Node::isVisible)
                .findFirst()
                .orElse(layerBox);
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(((Color) middle.getBackground().getFills().getFirst().getFill()));
        return SwingFXUtils.fromFXImage(shown.snapshot(parameters, null), null);
    }

    /** Whether what is in view is drawn with the weights that are shown, and not computed after them. */
    boolean followsSnapshots() {
        return networkBox.isVisible() || layerBox.isVisible();
    }

    /** The exportable content of this part of the pane, as currently shown. */
    List<Item> exports() {
        if (attribution.isVisible()) {
            return List.of();
        }
        if (columns.isVisible()) {
            return columnsController.exports();
        }
        if (kernels.isVisible()) {
            return kernelsController.exports();
        }
        return networkBox.isVisible()
                ? List.of(new Item("Network", network))
                : Stream.concat(layerBoxController.exports().stream(), Stream.of(new Item("All units", units)))
                        .toList();
    }

    private void showPicture() {
        LayerPicture picture = viewModel.pictureProperty().get();
        int output = viewModel.selection.outputProperty().get();
        if (picture == null || output >= picture.outputs()) {
            units.show(null, 0);
            return;
        }
        LayerNames names = picture.names();
        units.show(picture, output);
        unitsTitle.setText(Counted.of(picture.outputs(), names.layer() == names.layers() - 1 ? "output" : "unit")
                + (picture.outputs() > UnitGrid.MOST ? ", the first " + UnitGrid.MOST + " shown" : ""));
    }
}
