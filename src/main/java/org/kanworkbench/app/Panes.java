package org.kanworkbench.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Platform;
import org.kanworkbench.app.activations.ActivationsPane;
import org.kanworkbench.app.draw.DrawPane;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.noise.NoisePane;
import org.kanworkbench.app.pane.LatePane;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.Reopening;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.quantize.QuantizePane;
import org.kanworkbench.app.runs.RunsPane;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.TrainPane;
import org.kanworkbench.quantize.onnx.OnnxModel;
import org.kanworkbench.runs.StoredRun;

/** Every pane of the window, and the ways from one to another. All but the first are made late. */
final class Panes implements Reopening {

    private final Navigator navigator;
    private final TrainPane train;
    private final LatePane<ActivationsPane> activations;
    private final LatePane<DrawPane> draw;
    private final LatePane<QuantizePane> quantize;
    private final LatePane<NoisePane> noise;
    private final LatePane<RunsPane> runs;

    Panes(Workspace workspace, Navigator navigator) {
        this.navigator = navigator;
        train = new TrainPane(workspace, navigator, this::resume);
        StoredModels stored = new NewestRuns(workspace, Platform::runLater, run -> reopen(run, () -> {}));
        activations = new LatePane<>(
                "activations",
                "Activations",
                "mdi2s-sine-wave",
                () -> new ActivationsPane(workspace, navigator, stored));
        draw = new LatePane<>("draw", "Draw", "mdi2d-draw", () -> new DrawPane(workspace, navigator, stored));
        quantize = new LatePane<>(
                "quantize", "Quantize", "mdi2c-chart-bar", () -> new QuantizePane(workspace, navigator, stored));
        noise = new LatePane<>("noise", "Noise Lab", "mdi2c-chart-bell-curve", () -> new NoisePane(workspace));
        runs = new LatePane<>(
                "runs",
                "Runs",
                "mdi2f-format-list-bulleted",
                () -> new RunsPane(workspace, navigator, train.trainer(), this));
    }

    /** In the order of the rail. */
    List<WorkbenchPane> all() {
        return List.of(train, activations, draw, quantize, noise, runs);
    }

    /** Those that are made when somebody looks at them, or when there is time. */
    List<LatePane<?>> late() {
        return List.of(activations, draw, quantize, noise, runs);
    }

    /** Opens a file of a network again, without a look at it. */
    void reopen(Path file) {
        if (Files.exists(file)) {
            (file.toString().endsWith(OnnxModel.EXTENSION) ? draw.make() : train).open(file);
        }
    }

    /** Opens a run of the store again, without a look at it, if it is still there. */
    void reopen(long run, Runnable then) {
        runs.make().reopen(run, then);
    }

    /** Resumes a run of the store, in the Train pane. */
    void resume(long run) {
        runs.make().resume(run);
    }

    @Override
    public void sweep(StoredRun run, Path files) {
        navigator.show(noise.id());
        noise.make().open(run, files);
    }

    @Override
    public void comparison(StoredRun run, Path files) {
        navigator.show(quantize.id());
        quantize.make().open(run, files);
    }
}
