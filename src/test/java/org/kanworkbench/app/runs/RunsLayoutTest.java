package org.kanworkbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.runs.ShownRuns.select;
import static org.kanworkbench.app.runs.ShownRuns.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.shell.LayoutWalk;
import org.kanworkbench.app.shell.WindowSizes;
import org.kanworkbench.runs.store.RunStore;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Every state of the pane at every size. */
@ExtendWith(WindowExtension.class)
class RunsLayoutTest {

    @TempDir
    private Path folder;

    private final WholeWindow whole = new WholeWindow();
    private Stage stage;

    @Start
    void open(Stage given) {
        stage = given;
        whole.open(stage, "runs");
    }

    @Stop
    void close() {
        whole.close();
    }

    private List<String> amiss(FxRobot robot, String state) {
        List<String> found = new ArrayList<>();
        WindowSizes.amiss(robot, stage.getScene(), _ -> LayoutWalk.amiss(pane(robot)))
                .forEach(what -> found.add(state + ", " + what));
        return found;
    }

    private static Parent pane(FxRobot robot) {
        return robot.lookup("#runs-pane").queryParent();
    }

    @Test
    void nothing_is_cut_or_overlaps_in_any_state_at_any_size(FxRobot robot) throws Exception {
        List<String> found = new ArrayList<>();
        KeptToyRuns.train(folder, "kal-net", 1);
        KeptToyRuns.train(folder, "efficient-kan", 2);
        KeptToyRuns.interruptUntested(folder, "mlp", 3);
        KeptToyRuns.changeRate(folder, 2, 2, 0.004);
        try (RunStore store = RunStore.open(folder)) {
            store.rename(1, "A rather long name that somebody gave it");
        }
        found.addAll(amiss(robot, "no store"));
        robot.interact(() -> whole.workspace().library.open(folder, Platform::runLater));
        await(() -> table(robot).getItems().size() == 3);
        found.addAll(amiss(robot, "nothing selected"));
        for (int row : List.of(0, 1)) {
            select(robot, row);
            await(() -> robot.lookup("#preview-events").query().isVisible());
            found.addAll(amiss(robot, "run " + row + " selected"));
        }
        ErrorCard error = robot.from(pane(robot)).lookup(".error-card").queryAs(ErrorCard.class);
        robot.interact(() -> error.show("The run could not be opened", "why it could not be opened, in one line"));
        select(robot, 0, 1, 2);
        found.addAll(amiss(robot, "three selected"));
        robot.interact(error::clear);
        robot.interact(() -> robot.lookup("#runs-compare").queryButton().fire());
        await(() -> robot.lookup("#compare").query().isVisible());
        found.addAll(amiss(robot, "three compared"));
        robot.interact(() -> robot.lookup("#compare-close").queryButton().fire());
        robot.interact(
                () -> robot.lookup("#runs-group").queryAs(ToggleButton.class).fire());
        await(() -> !robot.lookup("#runs-groups")
                .queryAs(TableView.class)
                .getItems()
                .isEmpty());
        found.addAll(amiss(robot, "groups"));
        assertThat(found).isEmpty();
    }
}
