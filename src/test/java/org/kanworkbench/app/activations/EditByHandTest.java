package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kanworkbench.app.OnScreen.at;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.OnScreen.visible;

import java.util.List;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.activations.edge.EdgePlot;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Changes an edge with mouse and keys in the real window. */
@ExtendWith(WindowExtension.class)
class EditByHandTest {

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void open(Stage stage) {
        whole.open(stage, "activations");
    }

    @Stop
    void close() {
        whole.close();
    }

    private void open(FxRobot robot) {
        robot.interact(() -> {
            Dataset data = DataSource.Toy.of(ToyShape.XOR).load();
            workspace.open("net", data).update(InitialModel.of("kal-net", 2, List.of(4), 2, 1));
        });
        await(() -> text(robot, "#edge-title").contains("→"));
        assertThat(visible(robot, "#edit-bar")).isFalse();
    }

    @Test
    void dragging_a_coefficient_shows_scores_and_ctrl_z_takes_it_back(FxRobot robot) {
        open(robot);
        robot.drag(at(robot, "#coefficient-bars", 0.1, 0.5), MouseButton.PRIMARY)
                .moveBy(0, -20)
                .moveBy(0, -10)
                .drop();
        await(() -> text(robot, "#edit-text").contains("test accuracy"));
        assertThat(visible(robot, "#edit-confusion")).isTrue();

        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        await(() -> !visible(robot, "#edit-bar"));
    }

    @Test
    void the_curve_can_be_pulled_and_what_is_kept_asks_to_be_saved(FxRobot robot) {
        open(robot);
        EdgePlot plot = robot.lookup("#edge-plot").queryAs(EdgePlot.class);
        robot.drag(plot.localToScreen(plot.grip(0.5)), MouseButton.PRIMARY)
                .moveBy(0, -20)
                .moveBy(0, -20)
                .drop();
        await(() -> visible(robot, "#edit-bar"));

        robot.clickOn("#edit-keep");
        await(() -> visible(robot, "#kept-bar"));
        assertThat(workspace.models().getLast().name()).isEqualTo("net edited");
    }

    @Test
    void arrow_keys_change_a_coefficient_and_pull_the_curve(FxRobot robot) {
        open(robot);
        robot.interact(() -> robot.lookup("#coefficient-bars").query().requestFocus());
        robot.type(KeyCode.RIGHT, KeyCode.UP);
        await(() -> visible(robot, "#edit-bar"));
        robot.clickOn("#edit-undo");
        await(() -> !visible(robot, "#edit-bar"));

        robot.interact(() -> robot.lookup("#edge-plot").query().requestFocus());
        robot.type(KeyCode.LEFT, KeyCode.DOWN);
        await(() -> visible(robot, "#edit-bar"));
    }

    @Test
    void stacked_terms_add_up_to_the_curve(FxRobot robot) {
        open(robot);
        EdgePlot plot = robot.lookup("#edge-plot").queryAs(EdgePlot.class);
        assertThat(lastTerm(plot)).isNotEqualTo(curve(plot));

        robot.clickOn("#edge-stack");
        await(() -> plot.csv().contains("+ "));
        assertThat(lastTerm(plot)).isCloseTo(curve(plot), within(1e-5));
    }

    private static double lastTerm(EdgePlot plot) {
        String[] cells = row(plot);
        return Double.parseDouble(cells[cells.length - 2]);
    }

    private static double curve(EdgePlot plot) {
        String[] cells = row(plot);
        return Double.parseDouble(cells[cells.length - 1]);
    }

    private static String[] row(EdgePlot plot) {
        return plot.csv().lines().skip(100).findFirst().orElseThrow().split(",");
    }
}
