package org.kanworkbench.app.train;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.kanworkbench.app.chart.Sparkline;
import org.kanworkbench.app.controls.Gauge;
import org.kanworkbench.app.controls.StatTile;
import org.kanworkbench.app.train.LiveRun.Phase;
import org.kanworkbench.network.BSpline;
import org.kanworkbench.training.DeviceLoad;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.TrainingEvent.Progress;

/** Shows the newest run's figures in the row of tiles. */
final class TilesController {

    private static final double ONE_ROW = 740;
    private static final double GIBIBYTE = 1L << 30;

    private final TrainViewModel viewModel;
    private final DeviceWatch device;

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

    @FXML
    private StatTile memoryTile;

    @FXML
    private Gauge memoryGauge;

    @FXML
    private StatTile utilizationTile;

    @FXML
    private Gauge utilizationGauge;

    /** @param device tells of the newest run's GPU, if it has one */
    TilesController(TrainViewModel viewModel, DeviceWatch device) {
        this.viewModel = viewModel;
        this.device = device;
    }

    @FXML
    private void initialize() {
        gridCoverage.visibleProperty().bind(gridCoverage.textProperty().isNotEmpty());
        gridCoverage.managedProperty().bind(gridCoverage.visibleProperty());
        for (StatTile tile : List.of(memoryTile, utilizationTile)) {
            tile.visibleProperty().bind(device.knownProperty());
            tile.managedProperty().bind(tile.visibleProperty());
        }
        tiles.widthProperty().subscribe(this::arrange);
        device.knownProperty().subscribe(this::arrange);
        device.loadProperty().subscribe(this::showDevice);
        viewModel.currentProperty().addListener(_ -> show());
        viewModel.refreshes().figuresProperty().addListener(_ -> show());
    }

    /** In one row where six have room; in rows of equal length. */
    private void arrange() {
        List<Node> shown = tiles.getChildren().filtered(Node::isManaged);
        int columns = shown.size() > 6 ? 4 : tiles.getWidth() < ONE_ROW ? 3 : 6;
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(100.0 / columns);
        column.setHgrow(Priority.ALWAYS);
        tiles.getColumnConstraints().setAll(Collections.nCopies(columns, column));
        for (int i = 0; i < shown.size(); i++) {
            GridPane.setConstraints(shown.get(i), i % columns, i / columns);
        }
    }

    private void show() {
        RunTrace trace = viewModel.currentProperty().get();
        if (trace == null) {
            return;
        }
        showAccuracy(trace.evaluationProperty().get());
        showGrids(trace, trace.gridsProperty().get());
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
            accuracyTile.show("–", "not evaluated yet");
            gauge.shareProperty().set(0);
            return;
        }
        accuracyTile.show(
                Wording.percent(test.accuracy()), Wording.count(test.correct()) + " of " + Wording.count(test.total()));
        gauge.shareProperty().set(test.accuracy());
    }

    /** Its place is kept as soon as there are grids. */
    private void showGrids(RunTrace trace, GridCoverage grids) {
        if (grids == null) {
            boolean any = trace.configuration().network().layers().stream()
                    .anyMatch(layer -> layer.basis() instanceof BSpline);
            gridCoverage.setText(any ? "Inputs outside the B-spline grid: not measured yet" : "");
            return;
        }
        gridCoverage.setText(
                !grids.exists()
                        ? ""
                        : grids.sentence()
                                + (grids.poor()
                                        ? ". Let “Update grid every” in the recipe move the grids there."
                                        : ""));
    }

    /** @param load null where the device does not tell it */
    private void showDevice(DeviceLoad load) {
        if (load == null) {
            Stream.of(memoryTile, utilizationTile).forEach(tile -> tile.show("–", "does not answer"));
            Stream.of(memoryGauge, utilizationGauge)
                    .forEach(unknown -> unknown.shareProperty().set(0));
            return;
        }
        boolean total = load.totalBytes() > 0;
        memoryTile.show(
                Wording.brief(load.usedBytes() / GIBIBYTE),
                total ? "of " + Wording.brief(load.totalBytes() / GIBIBYTE) + " GiB" : "");
        memoryGauge.shareProperty().set(total ? (double) load.usedBytes() / load.totalBytes() : 0);
        boolean told = Double.isFinite(load.utilization());
        utilizationTile.show(told ? Long.toString(Math.round(100 * load.utilization())) : "–", load.device());
        utilizationGauge.shareProperty().set(told ? load.utilization() : 0);
    }

    private void showProgress(RunTrace trace, Progress p) {
        int epochs = trace.configuration().recipe().epochs();
        boolean over = viewModel.phaseProperty().get() == Phase.IDLE;
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
