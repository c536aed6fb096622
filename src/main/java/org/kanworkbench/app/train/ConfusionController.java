package org.kanworkbench.app.train;

import java.util.List;
import java.util.stream.IntStream;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Evaluation;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows the newest evaluation's confusion matrix, and the examples of the cell that was clicked. */
final class ConfusionController {

    private final TrainViewModel viewModel;

    @FXML
    private ToggleButton toggle;

    @FXML
    private FontIcon arrow;

    @FXML
    private HBox body;

    @FXML
    private ConfusionMatrix matrix;

    @FXML
    private Label hint;

    @FXML
    private ExampleGallery gallery;

    private Evaluation shown;

    ConfusionController(TrainViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        body.visibleProperty().bind(toggle.selectedProperty());
        body.managedProperty().bind(toggle.selectedProperty());
        toggle.selectedProperty()
                .subscribe(open -> arrow.setIconLiteral(open ? "mdi2c-chevron-down" : "mdi2c-chevron-right"));
        toggle.selectedProperty().addListener(_ -> show());
        toggle.setDisable(true);
        hint.managedProperty().bind(hint.visibleProperty());
        matrix.setOnOpen(this::open);
        viewModel.revisionProperty().addListener(_ -> show());
    }

    private void show() {
        RunTrace trace = viewModel.currentProperty().get();
        Evaluation newest = trace == null ? null : trace.evaluationProperty().get();
        if (newest == null) {
            return;
        }
        if (toggle.isDisable()) {
            toggle.setDisable(false);
            toggle.setSelected(true);
        }
        if (newest != shown && toggle.isSelected()) {
            shown = newest;
            matrix.show(trace.dataset().classes(), newest.confusion());
        }
    }

    private void open(int label, int predicted) {
        RunTrace trace = viewModel.currentProperty().get();
        Dataset dataset = trace.dataset();
        int[] labels = dataset.test().labels();
        List<String> names = dataset.classes();
        String taken = names.get(label) + " → " + names.get(predicted);
        List<ExampleGallery.Item> items = IntStream.range(0, labels.length)
                .filter(row -> labels[row] == label && shown.predicted()[row] == predicted)
                .mapToObj(row -> new ExampleGallery.Item(row, "#" + row + "  " + taken))
                .toList();
        hint.setVisible(false);
        String heading = label == predicted
                ? Wording.count(items.size()) + " of class " + names.get(label) + ", recognised"
                : Wording.count(items.size()) + " of class " + names.get(label) + ", taken for " + names.get(predicted);
        gallery.show(heading, dataset, dataset.test(), items);
    }
}
