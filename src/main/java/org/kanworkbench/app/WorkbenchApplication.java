package org.kanworkbench.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.kanworkbench.app.activations.ActivationsPane;
import org.kanworkbench.app.draw.DrawPane;
import org.kanworkbench.app.noise.NoisePane;
import org.kanworkbench.app.quantize.QuantizePane;
import org.kanworkbench.app.runs.RunsPane;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.WindowPlace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.train.TrainPane;
import org.kanworkbench.runs.store.StoredRun;

/** The application's root: makes what is shared, the panes and the window. */
public final class WorkbenchApplication extends Application {

    /** In pixels; the platform takes what fits. */
    private static final List<Integer> ICONS = List.of(16, 32, 48, 128, 256);

    private final Workspace workspace = new Workspace();

    /** Opens the window, with models from files, and returns when it is closed. */
    public static void open(String... files) {
        launch(WorkbenchApplication.class, files);
    }

    @Override
    public void start(Stage stage) {
        Settings settings = Settings.load();
        Path folder = settings.dataFolder();
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        WorkbenchWindow window = window(stage, workspace, settings, getHostServices()::showDocument);
        getParameters().getRaw().stream().map(Path::of).forEach(window::open);
        workspace.library().open(folder, Platform::runLater);
        workspace.digits().open(folder, Platform::runLater);
        WindowPlace.keep(stage, settings);
        stage.show();
        StartupReport.begin(workspace.datasetProperty());
    }

    /** The window with every pane, out of which no address is browsed. */
    public static WorkbenchWindow window(Stage stage, Workspace workspace, Settings settings) {
        return window(stage, workspace, settings, _ -> {});
    }

    private static WorkbenchWindow window(
            Stage stage, Workspace workspace, Settings settings, Consumer<String> browse) {
        for (int size : ICONS) {
            stage.getIcons()
                    .add(new Image(WorkbenchApplication.class
                            .getResource("/org/kanworkbench/icons/icon-" + size + ".png")
                            .toExternalForm()));
        }
        return new WorkbenchWindow(stage, workspace, settings, browse, navigator -> {
            TrainPane train = new TrainPane(workspace, navigator);
            QuantizePane quantize = new QuantizePane(workspace, navigator);
            NoisePane noise = new NoisePane(workspace);
            return List.of(
                    train,
                    new ActivationsPane(workspace, navigator),
                    new DrawPane(workspace, navigator),
                    quantize,
                    noise,
                    new RunsPane(workspace, navigator, train.trainer(), reopening(navigator, quantize, noise)));
        });
    }

    private static Reopening reopening(Navigator navigator, QuantizePane quantize, NoisePane noise) {
        return new Reopening() {
            @Override
            public void sweep(StoredRun run, Path files) {
                navigator.show(noise.id());
                noise.open(run, files);
            }

            @Override
            public void comparison(StoredRun run, Path files) {
                navigator.show(quantize.id());
                quantize.open(run, files);
            }
        };
    }

    @Override
    public void stop() {
        workspace.close();
    }
}
