package org.kanworkbench.app.activations;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableBooleanValue;
import javafx.embed.swing.SwingFXUtils;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.util.StringConverter;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.LayerNames;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;

/** Binds the pane's left and middle, model, layer, output, map and small multiples, to its view model. */
public final class ActivationsController {

    private final ActivationsViewModel viewModel;
    private final AttributionViewModel attributed;
    private final Runnable train;

    @FXML
    private VBox work;

    @FXML
    private VBox empty;

    @FXML
    private Label emptyText;

    @FXML
    private Button emptyTrain;

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
    private HBox views;

    @FXML
    private ToggleButton networkView;

    @FXML
    private ToggleButton layerView;

    @FXML
    private ToggleButton attributionView;

    @FXML
    private Node attribution;

    @FXML
    private VBox networkBox;

    @FXML
    private VBox layerBox;

    @FXML
    private NetworkPicture network;

    @FXML
    private Label mapTitle;

    @FXML
    private ImportanceMap map;

    @FXML
    private Label facts;

    @FXML
    private Label hint;

    @FXML
    private Label broken;

    @FXML
    private Label multiplesTitle;

    @FXML
    private SmallMultiples multiples;

    private boolean showing;

    /** @param train brings up the pane where a model is trained */
    ActivationsController(ActivationsViewModel viewModel, AttributionViewModel attributed, Runnable train) {
        this.viewModel = viewModel;
        this.attributed = attributed;
        this.train = train;
    }

    @FXML
    private void initialize() {
        bindChoice();
        bindEmptyState();
        viewModel.troubleProperty().subscribe(trouble -> {
            if (trouble == null) {
                error.clear();
            } else {
                error.show(trouble.what(), trouble.details());
            }
        });
        error.setOnDismiss(() -> viewModel.troubleProperty().set(null));
        bindViews();
        InvalidationListener picture = _ -> showPicture();
        viewModel.pictureProperty().addListener(picture);
        viewModel.outputProperty().addListener(picture);
        viewModel.unitProperty().addListener(_ -> showMultiples());
        InvalidationListener marks = _ -> showMarks();
        viewModel.hoveredProperty().addListener(marks);
        viewModel.inspectedProperty().addListener(marks);
        viewModel.pins().addListener(marks);
        units.setOnChoose(viewModel::chooseOutput);
        map.setOnHover(viewModel::hover);
        map.setOnChoose(viewModel::inspect);
        multiples.setOnHover(viewModel::hover);
        multiples.setOnChoose(viewModel::inspect);
        showPicture();
    }

    private void bindChoice() {
        model.setItems(viewModel.models());
        model.setConverter(named(OpenModel::name));
        layer.setConverter(named(this::layerName));
        model.setOnAction(_ -> {
            if (!showing && model.getValue() != null) {
                viewModel.choice().choose(model.getValue());
            }
        });
        layer.setOnAction(_ -> {
            if (!showing && layer.getValue() != null) {
                viewModel.chooseLayer(layer.getValue());
            }
        });
        viewModel.chosenProperty().subscribe(this::showChoice);
        viewModel.layerProperty().subscribe(this::showChoice);
        viewModel.pictureProperty().subscribe(this::showChoice);
    }

    private void bindViews() {
        BooleanBinding small = viewModel.networkProperty().isNotNull();
        BooleanBinding pictures = Bindings.createBooleanBinding(this::seesPictures, viewModel.shownProperty());
        showOnly(views, small.or(pictures));
        showOnly(networkView, small);
        showOnly(attributionView, pictures);
        BooleanBinding whole = small.and(networkView.selectedProperty());
        BooleanBinding explained = pictures.and(attributionView.selectedProperty());
        showOnly(networkBox, whole);
        showOnly(attribution, explained);
        showOnly(layerBox, whole.or(explained).not());
        attributed.wantedProperty().bind(explained.and(viewModel.inViewProperty()));
        ToggleGroup group = new ToggleGroup();
        group.getToggles().addAll(networkView, layerView, attributionView);
        group.selectedToggleProperty().addListener((_, before, now) -> {
            if (now == null) {
                group.selectToggle(before);
            }
        });
        small.subscribe(isSmall -> {
            if (!attributionView.isSelected()) {
                group.selectToggle(isSmall ? networkView : layerView);
            }
        });
        viewModel.networkProperty().subscribe(network::show);
        network.setOnHover(viewModel::hover);
        network.setOnChoose(viewModel::inspect);
    }

    private static void showOnly(Node node, ObservableBooleanValue when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
    }

    private boolean seesPictures() {
        Model weights = viewModel.shownProperty().get();
        return weights != null
                && viewModel.chosenProperty().get() != null
                && viewModel
                        .chosenProperty()
                        .get()
                        .image()
                        .filter(shape -> shape.height() * shape.width()
                                == weights.network().inputs())
                        .isPresent();
    }

    /** Brings up what an answer rests on, where the model sees pictures. */
    void showAttribution() {
        attributionView.setSelected(true);
    }

    private void showChoice() {
        showing = true;
        OpenModel chosen = viewModel.chosenProperty().get();
        model.setValue(chosen);
        Model weights = chosen == null ? null : chosen.modelProperty().get();
        List<Integer> layers = weights == null
                ? List.of()
                : IntStream.range(0, weights.network().layers().size()).boxed().toList();
        if (!layer.getItems().equals(layers)) {
            layer.getItems().setAll(layers);
        }
        layer.setValue(layers.isEmpty() ? null : viewModel.layerProperty().get());
        showing = false;
    }

    private String layerName(int index) {
        Model weights = viewModel.chosenProperty().get() == null
                ? null
                : viewModel.chosenProperty().get().modelProperty().get();
        if (weights == null || index >= weights.network().layers().size()) {
            return "";
        }
        LayerSpec spec = weights.network().layers().get(index);
        return (index + 1) + ":  " + spec.inputs() + " → " + spec.outputs() + " · "
                + spec.basis().label();
    }

    static <T> StringConverter<T> named(Function<T, String> name) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : name.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("not editable");
            }
        };
    }

    private void bindEmptyState() {
        var nothing = viewModel.pictureProperty().isNull();
        work.visibleProperty().bind(nothing.not());
        empty.visibleProperty().bind(nothing);
        emptyText
                .textProperty()
                .bind(Bindings.when(viewModel.chosenProperty().isNull())
                        .then("No model to look into yet: train one, or open one from a file in Train.")
                        .otherwise("The first weights arrive with the first evaluation, in a moment."));
        emptyTrain.visibleProperty().bind(viewModel.chosenProperty().isNull());
    }

    @FXML
    private void goToTrain() {
        train.run();
    }

    /** A picture of the pane's middle, as it is shown. */
    BufferedImage picture() {
        Node shown = networkBox.isVisible() ? networkBox : attribution.isVisible() ? attribution : layerBox;
        SnapshotParameters parameters = new SnapshotParameters();
        parameters.setFill(((Color) middle.getBackground().getFills().getFirst().getFill()));
        return SwingFXUtils.fromFXImage(shown.snapshot(parameters, null), null);
    }

    /** What can be exported of this part of the pane, as it is shown now. */
    List<ActivationsExport.Item> exports() {
        if (attribution.isVisible()) {
            return List.of();
        }
        return networkBox.isVisible()
                ? List.of(new ActivationsExport.Item("Network", network))
                : List.of(
                        new ActivationsExport.Item("Map", map),
                        new ActivationsExport.Item("Strongest edges", multiples),
                        new ActivationsExport.Item("All units", units));
    }

    private void showPicture() {
        LayerPicture picture = viewModel.pictureProperty().get();
        int output = viewModel.outputProperty().get();
        if (picture == null || output >= picture.outputs()) {
            return;
        }
        LayerNames names = picture.names();
        units.show(picture, output);
        unitsTitle.setText(picture.outputs()
                + (names.layer() == names.layers() - 1 ? " outputs" : " units")
                + (picture.outputs() > UnitGrid.MOST ? ", the first " + UnitGrid.MOST + " shown" : ""));
        map.show(picture, output);
        mapTitle.setText(names.output(output) + ": what it depends on");
        multiplesTitle.setText("Strongest edges to " + names.output(output));
        int[] strongest = picture.strongest(output, 1);
        facts.setText(String.format(
                Locale.ROOT,
                "%,d edges lead to %s. The strongest comes from %s%s and adds %.3g on average.",
                picture.inputs(),
                names.output(output),
                names.image() ? "pixel " : "",
                names.input(strongest[0]),
                picture.importance(output, strongest[0])));
        hint.setText(picture.measure() + " Move over the map to see curves, click to pin one.");
        int count = picture.broken();
        broken.setText(count == 0 ? "" : count + " edges have weights that are not numbers, drawn in orange.");
        showMultiples();
        showMarks();
    }

    private void showMultiples() {
        LayerPicture picture = viewModel.pictureProperty().get();
        UnitCurves unit = viewModel.unitProperty().get();
        boolean fits = picture != null
                && unit != null
                && unit.layer() == picture.names().layer();
        multiples.show(
                fits ? picture : null,
                fits ? unit : null,
                viewModel.chosenProperty().get() == null
                        ? 0
                        : viewModel.chosenProperty().get().series());
    }

    private void showMarks() {
        int hovered = inputOf(viewModel.hoveredProperty().get());
        int inspected = inputOf(viewModel.inspectedProperty().get());
        Set<Integer> pins = viewModel.pins().stream()
                .filter(pin -> pin.model() == viewModel.chosenProperty().get())
                .map(Pin::edge)
                .filter(this::shown)
                .map(Edge::input)
                .collect(Collectors.toSet());
        Edge set = viewModel.hoveredProperty().get();
        network.mark(set != null ? set : viewModel.inspectedProperty().get());
        map.mark(hovered, inspected, pins);
        multiples.mark(hovered, inspected, pins);
    }

    private int inputOf(Edge edge) {
        return edge != null && shown(edge) ? edge.input() : ImportanceMap.NONE;
    }

    private boolean shown(Edge edge) {
        return edge.layer() == viewModel.layerProperty().get()
                && edge.output() == viewModel.outputProperty().get();
    }
}
