package org.kanworkbench.app.train;

import java.util.Locale;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import org.kanworkbench.app.chart.StatTile;
import org.kanworkbench.app.controls.layout.Showing;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.Refreshes.Part;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.training.ClockTime;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.GridCoverage;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kanworkbench.training.TrainingEvent.Progress;
import org.kanworkbench.training.device.DeviceLoad;

/** Shows the newest run's figures in the row of tiles. */
final class TilesController {

    private static final double GIBIBYTE = 1L << 30;
    private static final double MEBIBYTE = 1 << 20;

    private final TrainViewModel viewModel;
    private final DeviceWatch cpu;
    private final DeviceWatch gpu;

    @FXML
    private Label gridCoverage;

    @FXML
    private StatTile accuracyTile;

    @FXML
    private StatTile progressTile;

    @FXML
    private StatTile speedTile;

    @FXML
    private StatTile cpuTile;

    @FXML
    private StatTile rateTile;

    @FXML
    private StatTile lossTile;

    @FXML
    private StatTile memoryTile;

    @FXML
    private StatTile utilizationTile;

    /** @param gpu tells of the newest run's GPU, if it has one */
    TilesController(TrainViewModel viewModel, DeviceWatch cpu, DeviceWatch gpu) {
        this.viewModel = viewModel;
        this.cpu = cpu;
        this.gpu = gpu;
    }

    @FXML
    private void initialize() {
        Showing.when(gridCoverage, gridCoverage.textProperty().isNotEmpty());
        Showing.when(memoryTile, gpu.knownProperty());
        Showing.when(
                utilizationTile,
                gpu.knownProperty()
                        .and(Bindings.createBooleanBinding(
                                () -> tellsUtilization(gpu.loadProperty().get()), gpu.loadProperty())));
        gpu.loadProperty().subscribe(this::showMemory);
        gpu.loadProperty().subscribe(load -> showLoad(utilizationTile, load, "does not answer"));
        cpu.loadProperty().subscribe(load -> showLoad(cpuTile, load, "idle"));
        viewModel.shown.runProperty().addListener(_ -> show());
        viewModel.refreshes.of(Part.FIGURES).addListener(_ -> show());
    }

    private void show() {
        RunTrace trace = viewModel.shown.runProperty().get();
        if (trace == null) {
            return;
        }
        boolean numbers = trace.measure() == Measure.RMSE;
        accuracyTile.setLabel(trace.scored() + (numbers ? " RMSE" : " accuracy"));
        lossTile.setLabel(numbers ? "Training RMSE" : "Training loss");
        showAccuracy(trace.evaluationProperty().get());
        showGrids(trace, trace.gridsProperty().get());
        speedTile.getPicture().show(trace.throughput);
        rateTile.getPicture().show(trace.learningRates);
        lossTile.getPicture().show(numbers ? trace.scores().getFirst() : trace.trainLoss);
        Progress p = trace.progressProperty().get();
        if (p == null) {
            Stream.of(progressTile, speedTile, rateTile, lossTile).forEach(StatTile::clear);
        } else {
            showProgress(trace, p);
        }
    }

    private void showAccuracy(Evaluation test) {
        if (test == null) {
            accuracyTile.show("–", "not evaluated yet", 0);
            return;
        }
        String score = ScoreText.of(test.measure(), test.score());
        switch (test) {
            case Evaluation.Classification c ->
                accuracyTile.show(score, Wording.count(c.correct()) + " of " + Wording.count(c.total()), c.accuracy());
            case Evaluation.Regression r -> accuracyTile.show(score, "R² " + Wording.r2(r.r2()), Math.max(0, r.r2()));
        }
    }

    /** Its place is kept as soon as there are grids. */
    private void showGrids(RunTrace trace, GridCoverage grids) {
        if (grids == null) {
            // Of a run that was reopened nobody measures it any more.
            boolean any = trace.evaluationProperty().get() == null
                    && trace.configuration.network().layers().stream()
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
    private void showMemory(DeviceLoad load) {
        if (load == null) {
            memoryTile.show("–", "does not answer", 0);
        } else {
            boolean total = load.totalBytes() > 0;
            // What a small network holds would be thousandths of a GiB.
            boolean large = load.usedBytes() >= GIBIBYTE;
            memoryTile.setUnit(large ? "GiB" : "MiB");
            double used = load.usedBytes() / (large ? GIBIBYTE : MEBIBYTE);
            String of = total ? "of " + Wording.brief(load.totalBytes() / GIBIBYTE) + " GiB" : "";
            memoryTile.show(
                    Wording.brief(used),
                    tellsUtilization(load) ? of : (of + " of " + load.device()).strip(),
                    total ? (double) load.usedBytes() / load.totalBytes() : 0);
        }
    }

    /** Else its tile has no place: it also names the device. */
    private static boolean tellsUtilization(DeviceLoad load) {
        return load == null || Double.isFinite(load.utilization());
    }

    /**
     * @param load null where there is none
     * @param none says why there is none
     */
    private static void showLoad(StatTile tile, DeviceLoad load, String none) {
        boolean told = load != null && tellsUtilization(load);
        tile.show(
                told ? Long.toString(Math.round(100 * load.utilization())) : "–",
                load == null ? none : load.device(),
                told ? load.utilization() : 0);
    }

    private void showProgress(RunTrace trace, Progress p) {
        int epochs = trace.configuration.recipe().epochs();
        boolean over = viewModel.live.phaseProperty().get() == Phase.IDLE;
        // A run that waits for frames hardly trains: its clock nearly stands.
        String clock = viewModel.live.pacer.isPacing() ? "" : ClockTime.of(p.elapsed()) + " · ";
        progressTile.show(
                String.format(
                        Locale.ROOT, over && p.epoch() == epochs ? "%,.0f / %,d" : "%,.1f / %,d", p.epoch(), epochs),
                over ? Wording.seconds(p.elapsed().toMillis() / 1e3) + " trained" : clock + Wording.left(p, epochs),
                p.epoch() / epochs);
        // What a run came to is its mean: the last moment's speed may be any.
        double ms = over ? p.elapsed().toNanos() / 1e6 / Math.max(1, p.step()) : p.msPerStep();
        speedTile.show(
                Wording.count(Math.round(p.samplesPerSecond() * p.msPerStep() / ms)),
                Wording.brief(ms) + " ms per step" + (over ? ", mean" : ""));
        rateTile.show(
                Wording.brief(p.learningRate()),
                (trace.configuration.recipe().optimizer().kind().fullBatch()
                                ? "line search"
                                : trace.configuration.recipe().schedule().label())
                        + " at step " + Wording.count(p.step()));
        Evaluation test = trace.evaluationProperty().get();
        boolean numbers = trace.measure() == Measure.RMSE;
        lossTile.show(
                Wording.brief(numbers ? p.score() : p.loss()),
                test == null
                        ? ""
                        : trace.scored().toLowerCase(Locale.ROOT) + " "
                                + Wording.brief(numbers ? test.score() : test.loss()));
    }
}
