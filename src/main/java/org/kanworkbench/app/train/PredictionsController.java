package org.kanworkbench.app.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.ScatterPicture;
import org.kanworkbench.app.chart.card.PictureCard;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.data.Target;
import org.kanworkbench.files.Column;
import org.kanworkbench.files.CsvText;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** Shows the newest scores of numbers sample by sample: predictions against the truth, and residuals. */
final class PredictionsController {

    private static final int MOST_DOTS = 3000;

    private final TrainViewModel viewModel;
    private final PictureFiles files;

    @FXML
    private VBox card;

    @FXML
    private Label title;

    @FXML
    private ComboBox<String> target;

    @FXML
    private PictureCard against;

    @FXML
    private PictureCard apart;

    @FXML
    private ScatterPicture predicted;

    @FXML
    private ScatterPicture residuals;

    private final ObservableBooleanValue inView;

    /** All test samples, in the target's units. */
    private double[] truths = new double[0];

    private double[] answers = new double[0];

    PredictionsController(TrainViewModel viewModel, ObservableBooleanValue inView, PictureFiles files) {
        this.viewModel = viewModel;
        this.inView = inView;
        this.files = files;
    }

    @FXML
    private void initialize() {
        Showing.when(target, Bindings.size(target.getItems()).greaterThan(1));
        against.offer(files, Optional.of(this::csv));
        apart.offer(files, Optional.of(this::csv));
        target.valueProperty().addListener(_ -> draw());
        viewModel.shown.showOn(card, Measure.RMSE, inView, this::show);
    }

    private void show() {
        Scores newest = viewModel.shown.scoresProperty().get();
        List<String> names = newest != null
                ? newest.dataset().target().names()
                : viewModel.shown.runProperty().get().dataset.target().names();
        if (!target.getItems().equals(names)) {
            target.getItems().setAll(names);
            target.setValue(names.getFirst());
        }
        draw();
    }

    private void draw() {
        Scores newest = viewModel.shown.scoresProperty().get();
        int at = target.getItems().indexOf(target.getValue());
        if (at < 0 || viewModel.shown.measure() != Measure.RMSE) {
            return;
        }
        if (newest == null) {
            title.setText("Not evaluated yet");
            truths = new double[0];
            answers = new double[0];
        } else {
            Evaluation.Regression scores = (Evaluation.Regression) newest.evaluation();
            Evaluation.Fit fit = scores.targets().get(at);
            take(newest, scores, at);
            title.setText(newest.model() + " · " + fit.name() + ": RMSE " + ScoreText.of(Measure.RMSE, fit.rmse())
                    + ", R² " + Wording.r2(fit.r2()) + " on " + newest.set()
                    + (truths.length > MOST_DOTS
                            ? " · " + Wording.count(MOST_DOTS) + " of " + Wording.count(truths.length)
                                    + " samples drawn"
                            : ""));
        }
        int colour = newest == null ? 0 : newest.series();
        double[] truth = drawn(truths);
        double[] answer = drawn(answers);
        double[] apartBy = IntStream.range(0, truth.length)
                .mapToDouble(i -> truth[i] - answer[i])
                .toArray();
        String name = target.getValue();
        predicted.show(truth, answer, "True " + name, "Predicted " + name, true, colour);
        residuals.show(answer, apartBy, "Predicted " + name, "Residual", false, colour);
    }

    /** Evenly spaced samples, if there are more than can be told apart. */
    private static double[] drawn(double[] all) {
        int count = Math.min(all.length, MOST_DOTS);
        return IntStream.range(0, count)
                .mapToDouble(i -> all[(int) ((long) i * all.length / count)])
                .toArray();
    }

    private void take(Scores newest, Evaluation.Regression scores, int at) {
        Target.Numbers numbers = (Target.Numbers) newest.dataset().target();
        int width = numbers.names().size();
        float[] truth = newest.dataset().test().numbers().clone();
        numbers.toUnits(truth);
        int rows = Math.min(truth.length, scores.predicted().length) / width;
        truths =
                IntStream.range(0, rows).mapToDouble(i -> truth[i * width + at]).toArray();
        answers = IntStream.range(0, rows)
                .mapToDouble(i -> scores.predicted()[i * width + at])
                .toArray();
    }

    private String csv() {
        return CsvText.of(
                List.of(new Column<Integer>("true", i -> (float) truths[i]), new Column<>("predicted", i ->
                        (float) answers[i])),
                truths.length);
    }
}
