package org.kanworkbench.app.train;

import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableBooleanValue;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kanworkbench.app.chart.PlotSeries;
import org.kanworkbench.app.chart.card.PictureFiles;
import org.kanworkbench.app.chart.card.PlotCard;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.training.Confidence;
import org.kanworkbench.training.Confidence.Point;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Measure;

/** Shows how sure a network is of the newest scores' predictions, against how often it is right. */
final class ConfidenceController {

    private final TrainViewModel viewModel;
    private final ObservableBooleanValue inView;
    private final PictureFiles files;
    private final NewestFirst<Scores, Confidence> measured;

    @FXML
    private VBox card;

    @FXML
    private Label title;

    @FXML
    private PlotCard calibration;

    @FXML
    private PlotCard coverage;

    @FXML
    private PlotCard roc;

    private Scores shown;

    ConfidenceController(TrainViewModel viewModel, ObservableBooleanValue inView, PictureFiles files, Threads threads) {
        this.viewModel = viewModel;
        this.inView = inView;
        this.files = files;
        measured = new NewestFirst<>(
                threads,
                scores -> new Confidence(
                        scores.dataset().test().labels(), (Evaluation.Classification) scores.evaluation()),
                this::show,
                reason -> {
                    if (shown != null) {
                        showNone();
                        title.setText(reason);
                    }
                });
    }

    @FXML
    private void initialize() {
        List.of(calibration, coverage, roc).forEach(plot -> plot.offer(files));
        viewModel.shown.showOn(card, Measure.ACCURACY, inView, this::measure);
        calibration.show("Calibration", "Accuracy", false, false);
        roc.show("ROC", "True positive rate", false, false);
        showNone();
    }

    private void measure() {
        Scores newest = viewModel.shown.scoresProperty().get();
        if (newest == null) {
            showNone();
        } else if (newest != shown) {
            shown = newest;
            measured.submit(newest);
        }
    }

    /** Empty, and as large as it will be. */
    private void showNone() {
        shown = null;
        title.setText("Confidence · not evaluated yet");
        List.of(calibration, coverage, roc).forEach(plot -> plot.plot().setSeries(List.of()));
        RunTrace run = viewModel.shown.run();
        showRoc(
                run != null && run.dataset.outputs() == 2,
                run == null ? List.of() : run.dataset.target().names());
    }

    private void show(Scores scores, Confidence confidence) {
        if (scores != shown) {
            return;
        }
        double accuracy = scores.evaluation().score();
        title.setText(String.format(
                        Locale.ROOT,
                        "Confidence of %s on %s: mean %.2f %%, accuracy %.2f %%; expected calibration error %.2f %%",
                        scores.model(),
                        scores.set(),
                        100 * confidence.mean(),
                        100 * accuracy,
                        100 * confidence.calibrationError())
                + (confidence.auc().isPresent()
                        ? String.format(
                                Locale.ROOT, "; AUC %.4f", confidence.auc().getAsDouble())
                        : ""));
        List<Point> diagonal = List.of(new Point(0, 0), new Point(1, 1));
        calibration
                .plot()
                .setSeries(List.of(
                        line("ideal", scores, PlotSeries.Line.DENSE_DASHED, diagonal),
                        line("network", scores, PlotSeries.Line.POINTS, confidence.calibration())));
        coverage.plot().setSeries(List.of(line("accuracy", scores, PlotSeries.Line.DENSE, confidence.coverage())));
        showRoc(confidence.auc().isPresent(), scores.dataset().target().names());
        roc.plot()
                .setSeries(List.of(
                        line("chance", scores, PlotSeries.Line.DENSE_DASHED, diagonal),
                        line("network", scores, PlotSeries.Line.DENSE, confidence.roc())));
    }

    private void showRoc(boolean shown, List<String> classes) {
        Showing.now(roc, shown);
        if (shown) {
            roc.setTitle("ROC of \"" + classes.get(1) + "\"");
        }
    }

    private static PlotSeries line(String name, Scores scores, PlotSeries.Line drawn, List<Point> points) {
        PlotSeries series = new PlotSeries(name, scores.series(), drawn);
        points.forEach(point -> series.add(point.x(), point.y()));
        return series;
    }
}
