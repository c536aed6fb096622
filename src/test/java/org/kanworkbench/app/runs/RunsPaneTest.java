package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testfx.util.WaitForAsyncUtils.waitFor;
import static org.testfx.util.WaitForAsyncUtils.waitForFxEvents;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.Workspace;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.shell.Settings;
import org.kanworkbench.app.shell.Theme;
import org.kanworkbench.app.shell.WorkbenchWindow;
import org.kanworkbench.runs.store.StoredRun;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** The real pane in the real window, over a store of runs that were really trained. */
@ExtendWith(ApplicationExtension.class)
class RunsPaneTest {

    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    private Path folder;

    private final Workspace workspace = new Workspace();

    @Start
    void open(Stage stage) {
        new WorkbenchWindow(
                stage,
                workspace,
                Settings.temporary(Theme.LIGHT),
                navigator -> List.of(new RunsPane(workspace, navigator, null)));
        stage.setWidth(1280);
        stage.setHeight(800);
        stage.show();
    }

    @Stop
    void close() {
        workspace.close();
    }

    private static void until(Callable<Boolean> condition) throws TimeoutException {
        waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, condition);
        waitForFxEvents();
    }

    private void openStore(FxRobot robot, int rows) throws TimeoutException {
        robot.interact(() -> workspace.library().open(folder, Platform::runLater));
        until(() -> workspace.library().storeProperty().get() != null);
        until(() -> table(robot).getItems().size() == rows);
    }

    @SuppressWarnings("unchecked")
    private static TableView<StoredRun> table(FxRobot robot) {
        return robot.lookup("#runs-table").queryAs(TableView.class);
    }

    private static TableColumn<StoredRun, ?> column(FxRobot robot, String id) {
        return table(robot).getColumns().stream()
                .filter(column -> id.equals(column.getId()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(FxRobot robot, String selector) {
        return robot.lookup(selector).queryAs(Labeled.class).getText();
    }

    private static List<Long> seeds(FxRobot robot) {
        return table(robot).getItems().stream().map(StoredRun::seed).toList();
    }

    private static void clickRow(FxRobot robot, int row) {
        Node node = robot.lookup((TableRow<?> r) -> r.isVisible() && r.getIndex() == row)
                .query();
        robot.clickOn(node);
    }

    @Test
    void a_head_sorts_typing_searches_and_escape_shows_all_again(FxRobot robot) throws Exception {
        for (long seed : List.of(1, 2, 3)) {
            KeptToyRuns.train(folder, seed == 2 ? "mlp" : "kal-net", seed);
        }
        openStore(robot, 3);
        assertThat(seeds(robot)).containsExactly(3L, 2L, 1L);
        // Not with the mouse: on the headless platform every click is a popup trigger, which heads don't sort by.
        robot.interact(() -> table(robot).getSortOrder().setAll(List.of(column(robot, "column-seed"))));
        until(() -> seeds(robot).equals(List.of(1L, 2L, 3L)));
        clickRow(robot, 0);
        robot.write("mlp");
        until(() -> seeds(robot).equals(List.of(2L)));
        assertThat(text(robot, "#runs-count")).isEqualTo("1 run found");
        robot.type(KeyCode.ESCAPE);
        until(() -> seeds(robot).equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void several_runs_are_overlaid_deleted_and_brought_back(FxRobot robot) throws Exception {
        for (long seed : List.of(1, 2, 3)) {
            KeptToyRuns.train(folder, "kal-net", seed);
        }
        openStore(robot, 3);
        clickRow(robot, 0);
        robot.press(KeyCode.SHIFT).type(KeyCode.DOWN).release(KeyCode.SHIFT);
        until(() -> text(robot, "#preview-title").equals("2 runs selected"));
        until(() -> robot.lookup("#preview-accuracy-plot")
                        .queryAs(LinePlot.class)
                        .series()
                        .size()
                == 2);
        robot.type(KeyCode.DELETE);
        until(() -> seeds(robot).equals(List.of(1L)));
        assertThat(text(robot, "#runs-deleted")).startsWith("2 runs deleted");
        robot.clickOn("#runs-undo");
        until(() -> seeds(robot).equals(List.of(3L, 2L, 1L)));
    }

    @Test
    void tags_and_notes_are_kept_when_their_field_is_left(FxRobot robot) throws Exception {
        KeptToyRuns.train(folder, "kal-net", 1);
        openStore(robot, 1);
        clickRow(robot, 0);
        robot.interact(() -> robot.lookup("#preview-tags").query().requestFocus());
        robot.write("first, baseline").type(KeyCode.ENTER);
        until(() -> table(robot).getItems().getFirst().tags().equals(List.of("first", "baseline")));
        robot.interact(() -> robot.lookup("#preview-notes").query().requestFocus());
        robot.write("slow");
        robot.interact(() -> table(robot).requestFocus());
        until(() -> table(robot).getItems().getFirst().notes().equals("slow"));
        assertThat(text(robot, "#preview-title")).as("still selected").startsWith("Run 1");
    }
}
