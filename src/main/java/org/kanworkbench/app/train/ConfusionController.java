package org.kanworkbench.app.train;

import java.util.List;
import java.util.stream.IntStream;
import javafx.fxml.FXML;
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
    private ExampleGallery gallery;

    private Evaluation shown;
    private Cell chosen;

    private record Cell(int label, int predicted) {}

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
            if (!gallery.expanded()) {
                showExamples();
            }
        }
    }

    private void open(int label, int predicted) {
        chosen = new Cell(label, predicted);
        showExamples();
    }

    /** The chosen cell's examples, or all mistakes. */
    private void showExamples() {
        Dataset dataset = viewModel.currentProperty().get().dataset();
        List<String> names = dataset.classes();
        int[] labels = dataset.test().labels();
        int[] predicted = shown.predicted();
        Cell cell = chosen != null && chosen.label < names.size() && chosen.predicted < names.size() ? chosen : null;
        List<ExampleGallery.Item> items = IntStream.range(0, labels.length)
                .filter(row -> cell == null
                        ? labels[row] != predicted[row]
                        : labels[row] == cell.label && predicted[row] == cell.predicted)
                .mapToObj(row -> new ExampleGallery.Item(
                        row, "#" + row + "  " + names.get(labels[row]) + " → " + names.get(predicted[row])))
                .toList();
        gallery.show(heading(cell, names, items.size()), dataset, dataset.test(), items);
    }

    private static String heading(Cell cell, List<String> names, int count) {
        String counted = Wording.count(count);
        if (cell == null) {
            return counted + (count == 1 ? " mistake" : " mistakes");
        }
        String of = counted + " of class " + names.get(cell.label);
        return of + (cell.label == cell.predicted ? ", recognised" : ", taken for " + names.get(cell.predicted));
    }
}
