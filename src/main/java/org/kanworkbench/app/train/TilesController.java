package org.kanworkbench.app.train;

import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.kanworkbench.app.chart.Sparkline;
import org.kanworkbench.app.controls.Gauge;
import org.kanworkbench.app.controls.StatTile;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.TrainingEvent.Progress;

/** Shows the newest run's figures in the row of tiles. */
final class TilesController {

    private static final int TILES = 6;
    private static final int NARROW_COLUMNS = 3;
    private static final double ONE_ROW = 740;

    private final TrainViewModel viewModel;

    @FXML
    private GridPane tiles;

    @FXML
    private Label gridCoverage;

    @FXML
    private StatTile accuracyTile;

    @FXML
    private Gauge gauge;

    @FXML
    private StatTile progressTile;

    @FXML
    private ProgressBar progressBar;

    @FXML
    private StatTile speedTile;

    @FXML
    private Sparkline spark;

    @FXML
    private StatTile stepTile;

    @FXML
    private StatTile rateTile;

    @FXML
    private StatTile lossTile;

    TilesController(TrainViewModel viewModel) {
        this.viewModel = viewModel;
    }

    @FXML
    private void initialize() {
        gridCoverage.visibleProperty().bind(gridCoverage.textProperty().isNotEmpty());
        gridCoverage.managedProperty().bind(gridCoverage.visibleProperty());
        tiles.widthProperty().subscribe(width -> arrange(width.doubleValue() < ONE_ROW ? NARROW_COLUMNS : TILES));
        viewModel.currentProperty().addListener(_ -> show());
        viewModel.refreshes().figuresProperty().addListener(_ -> show());
    }

    private void arrange(int columns) {
        if (tiles.getColumnConstraints().size() == columns) {
            return;
        }
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(100.0 / columns);
        column.setHgrow(Priority.ALWAYS);
        tiles.getColumnConstraints().setAll(Collections.nCopies(columns, column));
        for (int i = 0; i < TILES; i++) {
            GridPane.setConstraints(tiles.getChildren().get(i), i % columns, i / columns);
        }
    }

    private void show() {
        RunTrace trace = viewModel.currentProperty().get();
        if (trace == null) {
            return;
        }
        showAccuracy(trace.evaluationProperty().get());
        showGrids(trace.gridsProperty().get());
        spark.show(trace.throughput());
        Progress p = trace.progressProperty().get();
        if (p == null) {
            Stream.of(progressTile, speedTile, stepTile, rateTile, lossTile).forEach(StatTile::clear);
            progressBar.setProgress(0);
        } else {
            showProgress(trace, p);
        }
    }

    private void showAccuracy(Evaluation test) {
        if (test == null) {
            accuracyTile.show("–", "not scored yet");
            gauge.shareProperty().set(0);
            return;
        }
        accuracyTile.show(
                Wording.percent(test.accuracy()), Wording.count(test.correct()) + " of " + Wording.count(test.total()));
        gauge.shareProperty().set(test.accuracy());
    }

    private void showGrids(GridCoverage grids) {
        if (grids == null || !grids.exists()) {
            gridCoverage.setText("");
            return;
        }
        gridCoverage.setText(grids.sentence()
                + (grids.poor() ? ". Let “Update grid every” in the recipe move the grids there." : ""));
    }

    private void showProgress(RunTrace trace, Progress p) {
        int epochs = trace.configuration().recipe().epochs();
        boolean over = viewModel.phaseProperty().get() == TrainViewModel.Phase.IDLE;
        progressTile.show(
                String.format(Locale.ROOT, "%.1f / %d", p.epoch(), epochs),
                Wording.clock(p.elapsed()) + (over ? " trained" : " · " + Wording.clock(p.remaining()) + " left"));
        progressBar.setProgress(p.epoch() / epochs);
        speedTile.show(Wording.count(Math.round(p.samplesPerSecond())), "training samples");
        stepTile.show(Wording.brief(p.msPerStep()), "step " + Wording.count(p.step()));
        rateTile.show(
                Wording.brief(p.learningRate()),
                trace.configuration().recipe().schedule().label() + " schedule");
        Evaluation test = trace.evaluationProperty().get();
        lossTile.show(Wording.brief(p.loss()), test == null ? "" : "test " + Wording.brief(test.loss()));
    }
}
