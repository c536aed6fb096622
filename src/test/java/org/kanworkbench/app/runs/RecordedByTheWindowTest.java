package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.runs.ShownRuns.clickRow;
import static org.kanworkbench.app.runs.ShownRuns.table;

import java.nio.file.Path;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.runs.RunState;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Trains in the whole window and finds the run among the kept ones. */
@ExtendWith(WindowExtension.class)
class RecordedByTheWindowTest {

    @TempDir
    private Path folder;

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void open(Stage stage) {
        whole.open(stage, "train");
    }

    @Stop
    void close() {
        whole.close();
    }

    private void openStore(FxRobot robot, int rows) {
        PaneWindow.openStore(robot, workspace, folder);
        robot.clickOn("#rail-runs");
        await(() -> table(robot).getItems().size() == rows);
    }

    @Test
    void what_the_train_pane_trains_appears_by_itself_and_can_be_looked_at(FxRobot robot) {
        openStore(robot, 0);
        await(() -> robot.lookup("#runs-empty").query().isVisible());
        robot.clickOn("#runs-train");
        await(() -> !robot.lookup("#start").queryButton().isDisabled());
        robot.interact(() -> robot.lookup("#data-menu").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> "data-moons".equals(item.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
        await(() -> text(robot, "#data-menu").contains("moons")
                && !robot.lookup("#start").queryButton().isDisabled());
        robot.interact(() ->
                robot.lookup("#field-epochs").queryAs(TextInputControl.class).setText("3"));
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        await(() -> text(robot, "#result").startsWith("Test accuracy"));
        robot.clickOn("#rail-runs");
        await(() -> table(robot).getItems().size() == 1
                && table(robot).getItems().getFirst().state() == RunState.FINISHED);
        clickRow(robot, 0);
        await(() -> text(robot, "#preview-title").equals("kal-net #1"));
        await(() -> robot.lookup("#preview-accuracy-plot").queryAs(LinePlot.class).series().stream()
                .allMatch(line -> line.size() >= 3));
        assertThat(text(robot, "#preview-fate")).isEqualTo("Finished after 3 of 3 epochs.");
        assertThat(text(robot, "#header-context")).isEqualTo("1 run");
    }

    @Test
    void an_interrupted_run_goes_on_in_the_train_pane_to_its_end(FxRobot robot) throws Exception {
        KeptToyRuns.interrupt(folder, "kal-net", 5);
        openStore(robot, 1);
        clickRow(robot, 0);
        await(() -> robot.lookup("#preview-resume").query().isVisible());
        robot.clickOn("#preview-resume");
        await(() -> text(robot, "#header-title").equals("Train"));
        await(() -> text(robot, "#result").startsWith("Test accuracy"));
        // The curve begins at the beginning. A fast run tells nothing between its epochs' ends.
        await(() -> robot.lookup("#accuracy-plot").queryAs(LinePlot.class).series().stream()
                .anyMatch(line -> line.size() >= KeptToyRuns.EPOCHS && line.x(0) <= 1));
        robot.clickOn("#rail-runs");
        await(() -> table(robot).getItems().size() == 1
                && table(robot).getItems().getFirst().state() == RunState.FINISHED);
        clickRow(robot, 0);
        await(() -> robot.lookup("#preview-open").query().isVisible());
        robot.clickOn("#preview-open");
        await(() -> text(robot, "#header-title").equals("Train"));
        // It is open already, under the number that it has in the store.
        assertThat(workspace.models()).extracting(OpenModel::name).containsExactly("kal-net #1");
        assertThat(workspace.models().getLast().snapshotsProperty().get()).hasSizeGreaterThan(KeptToyRuns.EPOCHS);
    }
}
