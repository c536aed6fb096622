package org.kanworkbench.app.train;

import static org.kanworkbench.app.OnScreen.await;

import java.nio.file.Path;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.run.LiveRun.Phase;
import org.kanworkbench.app.train.run.RunStarter;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.training.Engines;
import org.testfx.api.FxRobot;

/** The real Train pane in the real window, and what a person would do and read there. */
final class TrainWindow {

    private final Workspace workspace;
    private final OneFile file = new OneFile();
    private TrainPane pane;
    private String shownPane = "";

    /** @param data a folder of IDX files */
    TrainWindow(Stage stage, Path data) {
        this(stage, data, Engines.VECTOR, new Workspace());
    }

    /** @param engines that train */
    TrainWindow(Stage stage, Path data, Engines engines, Workspace workspace) {
        this.workspace = workspace;
        workspace.measureNothing();
        workspace.askForFilesBy(file);
        PaneWindow.open(stage, workspace, _ -> {
            pane = new TrainPane(
                    workspace, id -> shownPane = id, _ -> {}, new DataSource.IdxFolder(data), RunStarter.of(engines));
            return pane;
        });
    }

    Workspace workspace() {
        return workspace;
    }

    TrainPane pane() {
        return pane;
    }

    /** The newest text over the panes; empty for none. */
    String told() {
        return workspace.notices.isEmpty() ? "" : workspace.notices.getLast().text();
    }

    /** What was brought up last; nothing happens then, as there is no other pane. */
    String shownPane() {
        return shownPane;
    }

    /** The file or folder that a person would name in the next dialogs. */
    void choose(Path next) {
        file.choose(next);
    }

    void choose(Path next, Path toSave) {
        file.choose(next, toSave);
    }

    void endTheRun() {
        Platform.runLater(() -> pane.viewModel.live.stop());
        await(() -> pane.viewModel.live.phaseProperty().get() == Phase.IDLE);
    }

    void close() {
        workspace.close();
    }

    static void untilReady(FxRobot robot) {
        await(() -> !robot.lookup("#start").queryButton().isDisabled());
    }

    static void type(FxRobot robot, String selector, String value) {
        TextField field = robot.lookup(selector).queryAs(TextField.class);
        robot.interact(() -> {
            scrollTo(robot, ".inspector-scroll", field);
            field.requestFocus();
            field.selectAll();
        });
        robot.write(value);
    }

    static void scrollTo(FxRobot robot, String scrollPane, Node node) {
        ScrollPane scroll = robot.lookup(scrollPane).queryAs(ScrollPane.class);
        Node page = scroll.getContent();
        double at = page.sceneToLocal(node.localToScene(0, 0)).getY();
        double viewport = scroll.getViewportBounds().getHeight();
        scroll.setVvalue((at - viewport / 2) / (page.getBoundsInLocal().getHeight() - viewport));
    }
}
