package org.kanworkbench.app;

import static org.kanworkbench.app.OnScreen.await;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.kanworkbench.app.pane.Navigator;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.pane.WorkbenchPane;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.app.shell.settings.Theme;
import org.kanworkbench.runs.store.RunStore;
import org.testfx.api.FxRobot;

/** A window of one pane alone, 1280 × 800, and what a person fills into it. */
public final class PaneWindow {

    private PaneWindow() {}

    /** @param pane makes it, given what brings another one to the front, of which there is none */
    public static void open(Stage stage, Workspace workspace, Function<Navigator, WorkbenchPane> pane) {
        new WorkbenchWindow(
                stage,
                workspace,
                Settings.temporary(Theme.LIGHT),
                _ -> {},
                navigator -> List.of(RailEntry.of(pane.apply(navigator))));
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    /** Opens the store of a folder, and waits for it. */
    public static RunStore openStore(FxRobot robot, Workspace workspace, Path folder) {
        robot.interact(() -> workspace.library.open(folder, Platform::runLater));
        await(() -> workspace.library.storeProperty().get() != null);
        return workspace.library.storeProperty().get();
    }

    public static <T> void choose(FxRobot robot, String query, T value) {
        @SuppressWarnings("unchecked")
        ComboBox<T> box = robot.lookup(query).queryAs(ComboBox.class);
        robot.interact(() -> box.setValue(value));
    }

    public static void write(FxRobot robot, String query, String text) {
        Node field = robot.lookup(query).query();
        robot.interact(field::requestFocus);
        robot.push(KeyCode.SHORTCUT, KeyCode.A).write(text);
    }
}
