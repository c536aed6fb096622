package org.kanworkbench.app.train;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableBooleanValue;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.controls.ConfusionMatrix;
import org.kanworkbench.app.controls.ExampleGallery;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;
import org.kordamp.ikonli.javafx.FontIcon;

/** Shows the confusion matrix of the newest scores, and the examples of the cell that was clicked. */
final class ConfusionController {

    private final TrainViewModel viewModel;

    @FXML
    private VBox card;

    @FXML
    private ToggleButton toggle;

    @FXML
    private FontIcon arrow;

    @FXML
    private HBox body;

    @FXML
    private ConfusionMatrix matrix;

    @FXML
    private Label figures;

    @FXML
    private ExampleGallery gallery;

    private final ObservableBooleanValue inView;

    private Scores shown;
    private Cell chosen;

    private record Cell(int label, int predicted) {}

    ConfusionController(TrainViewModel viewModel, ObservableBooleanValue inView) {
        this.viewModel = viewModel;
        this.inView = inView;
    }

    @FXML
    private void initialize() {
        Showing.when(body, toggle.selectedProperty());
        toggle.selectedProperty()
                .subscribe(open -> arrow.setIconLiteral(open ? "mdi2c-chevron-down" : "mdi2c-chevron-right"));
        toggle.setSelected(true);
        toggle.selectedProperty().addListener(_ -> show());
        matrix.setOnOpen(this::open);
        viewModel.shown.showOn(card, Measure.ACCURACY, inView, this::show);
    }

    private void show() {
        Scores newest = viewModel.shown.scoresProperty().get();
        if (newest == null) {
            showNone();
            return;
        }
        toggle.setText("Confusion matrix · " + newest.model() + " on " + newest.set());
        if (newest != shown && toggle.isSelected()) {
            boolean same = shown != null && shown.model().equals(newest.model()) && shown.dataset() == newest.dataset();
            if (!same) {
                forget();
            }
            shown = newest;
            matrix.show(newest.dataset().target().names(), evaluation().confusion());
            figures.setText(figures(evaluation(), newest.dataset().target().names()));
            if (!same || !gallery.expanded()) {
                showExamples();
            }
        }
    }

    /** Where classes are not balanced, accuracy alone says little. */
    private static String figures(Evaluation.Classification scores, List<String> names) {
        int most = scores.commonest();
        return String.format(
                Locale.ROOT,
                "Balanced accuracy %.2f %%, macro F1 %.3f; always \"%s\": accuracy %.2f %%",
                100 * scores.balancedAccuracy(),
                scores.macroF1(),
                names.get(most),
                100.0 * scores.labelled(most) / Math.max(1, scores.total()));
    }

    private Evaluation.Classification evaluation() {
        return (Evaluation.Classification) shown.evaluation();
    }

    /** Empty, and as large as it will be. */
    private void showNone() {
        RunTrace trace = viewModel.shown.runProperty().get();
        shown = null;
        forget();
        if (trace != null) {
            int classes = trace.dataset.outputs();
            toggle.setText("Confusion matrix · not evaluated yet");
            matrix.show(trace.dataset.target().names(), new int[classes][classes]);
            figures.setText("Balanced accuracy –, macro F1 –");
            gallery.show("", trace.dataset, trace.dataset.test(), List.of());
        }
    }

    /** What was chosen is of another run. */
    private void forget() {
        chosen = null;
        matrix.clearOpened();
    }

    private void open(int label, int predicted) {
        if (shown != null) {
            chosen = new Cell(label, predicted);
            showExamples();
        }
    }

    /** The chosen cell's examples, or all mistakes. */
    private void showExamples() {
        Dataset dataset = shown.dataset();
        List<String> names = dataset.target().names();
        int[] labels = dataset.test().labels();
        int[] predicted = evaluation().predicted();
        float[] against = evaluation().oddsAgainst();
        Cell cell = chosen;
        List<ExampleGallery.Item> items = IntStream.range(0, labels.length)
                .filter(row -> cell == null
                        ? labels[row] != predicted[row]
                        : labels[row] == cell.label && predicted[row] == cell.predicted)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> against[row]))
                .map(row -> new ExampleGallery.Item(
                        row,
                        () -> "#" + row + "  " + names.get(labels[row]) + " → " + names.get(predicted[row]) + "\n"
                                + confidence(against[row])))
                .toList();
        gallery.show(heading(cell, names, items.size(), dataset.image().isPresent()), dataset, dataset.test(), items);
    }

    /** Never "100 %" of what is not certain. */
    private static String confidence(float oddsAgainst) {
        double share = 100 / (1.0 + oddsAgainst);
        return Float.isNaN(oddsAgainst)
                ? "–"
                : share > 99.9 ? "over 99.9 %" : String.format(Locale.ROOT, "%.1f %%", share);
    }

    private static String heading(Cell cell, List<String> names, int count, boolean pictures) {
        String counted = Wording.count(count);
        if (cell == null) {
            return counted + (count == 1 ? " mistake" : " mistakes");
        }
        String images = pictures ? " images of " : " examples of ";
        return counted
                + images
                + names.get(cell.label)
                + (cell.label == cell.predicted
                        ? " predicted correctly"
                        : " predicted as " + names.get(cell.predicted));
    }
}
