package org.kanworkbench.app.runs;

import javafx.scene.Node;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import org.kanworkbench.runs.StoredRun;
import org.testfx.api.FxRobot;

/** The table of runs in the window. */
final class ShownRuns {

    private ShownRuns() {}

    @SuppressWarnings("unchecked")
    static TableView<StoredRun> table(FxRobot robot) {
        return robot.lookup("#runs-table").queryAs(TableView.class);
    }

    static void clickRow(FxRobot robot, int row) {
        Node node = robot.lookup((TableRow<?> r) -> r.isVisible() && r.getIndex() == row)
                .query();
        robot.clickOn(node);
    }

    static void select(FxRobot robot, int... rows) {
        robot.interact(() -> {
            table(robot).requestFocus();
            table(robot).getSelectionModel().clearSelection();
            table(robot).getSelectionModel().selectIndices(rows[0], rows);
        });
    }
}
