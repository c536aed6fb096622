package org.kanworkbench.app;

import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
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

/** The application's root: makes what is shared, the panes and the window. */
public final class WorkbenchApplication extends Application {

    private final Workspace workspace = new Workspace();

    /** Opens the window and returns when it is closed. */
    public static void open() {
        launch(WorkbenchApplication.class);
    }

    @Override
    public void start(Stage stage) {
        Settings settings = Settings.load();
        Path folder = settings.dataFolder();
        workspace.keepSweepsIn(folder.resolve("sweeps"));
        window(stage, workspace, settings);
        workspace.library().open(folder, Platform::runLater);
        workspace.digits().open(folder, Platform::runLater);
        WindowPlace.keep(stage, settings);
        stage.show();
    }

    /** The window with every pane. */
    public static WorkbenchWindow window(Stage stage, Workspace workspace, Settings settings) {
        return new WorkbenchWindow(stage, workspace, settings, navigator -> {
            TrainPane train = new TrainPane(workspace, navigator);
            return List.of(
                    train,
                    new ActivationsPane(workspace, navigator),
                    new DrawPane(workspace, navigator),
                    new QuantizePane(workspace, navigator),
                    new NoisePane(workspace),
                    new RunsPane(workspace, navigator, train.trainer()));
        });
    }

    @Override
    public void stop() {
        workspace.close();
    }
}
