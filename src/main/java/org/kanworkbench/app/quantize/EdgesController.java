package org.kanworkbench.app.quantize;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import org.kanworkbench.app.chart.card.PictureFiles.Item;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.controls.setting.WholeNumbers;
import org.kanworkbench.app.quantize.QuantizeViewModel.Look;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.training.ScoreText;

/**
 * Binds the edge functions before and after quantisation: the most changed ones as a list, any other by its indices.
 */
public final class EdgesController {

    private final EdgesViewModel viewModel;

    @FXML
    private ComboBox<Integer> edgeLayer;

    @FXML
    private Spinner<Integer> edgeInput;

    @FXML
    private Spinner<Integer> edgeOutput;

    @FXML
    private Label edgeSummary;

    @FXML
    private ListView<Edge> mostChanged;

    @FXML
    private EdgeChangePicture edgeCurves;

    /** Whether controls are being set to what is shown, so that they ask for nothing. */
    private boolean showing;

    EdgesController(EdgesViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        WholeNumbers.in(edgeInput, 1, 1, 1);
        WholeNumbers.in(edgeOutput, 1, 1, 1);
        mostChanged.setCellFactory(_ -> new ChangeCell());
        viewModel.look.subscribe(this::showLayers);
        viewModel.changesProperty().subscribe(this::show);
        viewModel.edge.subscribe(_ -> showEdge());
        viewModel.problemProperty().subscribe(_ -> showEdge());
        edgeLayer.valueProperty().subscribe(layer -> {
            if (!showing && layer != null) {
                viewModel.layer.set(layer);
            }
        });
        edgeInput.valueProperty().subscribe(_ -> choose());
        edgeOutput.valueProperty().subscribe(_ -> choose());
        mostChanged.getSelectionModel().selectedItemProperty().subscribe(edge -> {
            if (!showing && edge != null) {
                viewModel.edge.set(edge);
            }
        });
    }

    private String layer(int layer) {
        Look look = viewModel.look.get();
        if (look == null) {
            return "";
        }
        LayerSpec spec = look.about().model().model().network().layers().get(layer);
        return String.format(Locale.ROOT, "%d, %,d → %,d", layer + 1, spec.inputs(), spec.outputs());
    }

    private void showLayers(Look look) {
        showing = true;
        List<Integer> layers = look == null
                ? List.of()
                : IntStream.range(
                                0,
                                look.about().model().model().network().layers().size())
                        .boxed()
                        .toList();
        edgeLayer.getItems().setAll(layers);
        // Another converter, since the box writes nothing anew while its indices stay the same.
        edgeLayer.setConverter(Labels.of(this::layer));
        edgeLayer.setValue(layers.isEmpty() ? null : viewModel.layer.get());
        edgeLayer.setDisable(layers.isEmpty());
        showing = false;
    }

    private void show(EdgeChanges changes) {
        boolean any = changes != null;
        for (Spinner<Integer> spinner : List.of(edgeInput, edgeOutput)) {
            spinner.setDisable(!any);
        }
        showing = true;
        mostChanged.getItems().setAll(any ? changes.most() : List.of());
        if (any) {
            limit(edgeInput, changes.inputs());
            limit(edgeOutput, changes.outputs());
        }
        showing = false;
        showEdge();
    }

    private static void limit(Spinner<Integer> spinner, int most) {
        ((WholeNumbers) spinner.getValueFactory()).setMax(most);
    }

    private void showEdge() {
        EdgeChanges changes = viewModel.changesProperty().get();
        Edge edge = viewModel.edge.get();
        String problem = viewModel.problemProperty().get();
        boolean nothing = viewModel.look.get() == null;
        edgeSummary.setText(
                nothing
                        ? Words.afterMeasuring("edge functions before and after rounding")
                        : problem.isEmpty() ? viewModel.summary() : problem);
        edgeCurves.show(changes, edge);
        if (changes == null || edge == null) {
            return;
        }
        showing = true;
        edgeInput.getValueFactory().setValue(edge.input() + 1);
        edgeOutput.getValueFactory().setValue(edge.output() + 1);
        mostChanged.getSelectionModel().clearSelection();
        mostChanged.getSelectionModel().select(edge);
        showing = false;
    }

    private void choose() {
        if (!showing && viewModel.changesProperty().get() != null) {
            viewModel.edge.set(new Edge(viewModel.layer.get(), edgeOutput.getValue() - 1, edgeInput.getValue() - 1));
        }
    }

    Item export() {
        return new Item("Edge function before and after", edgeCurves);
    }

    /** An edge's name and, at the right, its change. */
    private final class ChangeCell extends ListCell<Edge> {

        private final Label figure = new Label();

        ChangeCell() {
            figure.getStyleClass().add("type-hint");
            setGraphic(figure);
            setContentDisplay(ContentDisplay.RIGHT);
        }

        @Override
        protected void updateItem(Edge edge, boolean empty) {
            super.updateItem(edge, empty);
            EdgeChanges changes = viewModel.changesProperty().get();
            boolean any = !empty && edge != null && changes != null;
            setText(any ? changes.names().edge(edge) : null);
            figure.setText(any ? ScoreText.significant(changes.change(edge), 3) : "");
        }
    }
}
