package org.kanworkbench.app;

import javafx.stage.Stage;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;

/** The whole window, 1280 × 800, as a test opens and closes it. */
public final class WholeWindow {

    private final Workspace workspace = new Workspace();
    private WorkbenchWindow window;

    /** @param pane what is in front at the beginning */
    public void open(Stage stage, String pane) {
        open(stage, pane, Settings.temporary(Theme.LIGHT));
    }

    /** The same with other settings. */
    public void open(Stage stage, String pane, Settings settings) {
        // Both cores would train for seconds beside every test.
        workspace.measureNothing();
        window = WorkbenchApplication.window(stage, workspace, settings);
        window.show(pane);
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    public void close() {
        workspace.close();
    }

    public Workspace workspace() {
        return workspace;
    }

    public WorkbenchWindow window() {
        return window;
    }
}
